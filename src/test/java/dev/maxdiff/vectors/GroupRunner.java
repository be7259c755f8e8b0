package dev.maxdiff.vectors;

/** Runs a case of one group; fails if the result differs from the expected result. */
@FunctionalInterface
public interface GroupRunner {
  void run(VectorCase example);
}
