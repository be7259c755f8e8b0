package dev.maxdiff.vectors;

/** Runs a case of one group and fails if we do otherwise than it expects. */
@FunctionalInterface
public interface GroupRunner {
  void run(VectorCase example);
}
