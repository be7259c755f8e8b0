package dev.maxdiff.model;

import java.util.Random;

/**
 * The random draws of one life. Each draw depends on the seed, its own name and its step alone, so
 * that a change of one part of a life changes no draw of another part.
 */
record Dice(long seed) {

  /** Returns a generator for one decision. */
  Random of(String decision, long step) {
    long hash = mix(seed + 0x9E3779B97F4A7C15L);
    for (int i = 0; i < decision.length(); i++) {
      hash = mix(hash ^ decision.charAt(i));
    }
    return new Random(mix(hash ^ step));
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
