package dev.maxdiff.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The tags of starts: three characters of {@code [a-z0-9]} in each order id. The first one counts
 * how often the directory was moved, so that of two runtimes with copies of one directory each sees
 * which is the original.
 */
public final class StartTag {

  private static final int RADIX = 36;

  private StartTag() {}

  /**
   * Returns a tag that no earlier start has. Where all are used up, one of them comes again.
   *
   * @param moves how often the directory was moved; more than 35 count as 35
   */
  static String next(int moves, Collection<String> used, RandomGenerator random) {
    Set<String> taken = new HashSet<>(used);
    List<String> free = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < RADIX * RADIX; i++) {
      String tag = digit(Math.min(moves, RADIX - 1)) + digit(i / RADIX) + digit(i % RADIX);
      all.add(tag);
      if (!taken.contains(tag)) {
        free.add(tag);
      }
    }
    List<String> choice = free.isEmpty() ? all : free;
    return choice.get(random.nextInt(choice.size()));
  }

  /** Returns how often the directory of the tag's start was moved. */
  public static int moves(String tag) {
    return Character.digit(tag.charAt(0), RADIX);
  }

  private static String digit(int value) {
    return String.valueOf(Character.forDigit(value, RADIX));
  }
}
