package dev.maxdiff.cli;

import java.util.List;

/** Finds the runtimes that claim to run at a place. */
@FunctionalInterface
public interface RuntimeLocator {

  /** One for each venue of the place that has a runtime, only the named venue if one is named. */
  List<RuntimeAddress> find(Location location);
}
