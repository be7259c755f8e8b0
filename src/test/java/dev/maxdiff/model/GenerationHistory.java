package dev.maxdiff.model;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The wishes and the periods in which each generation may order. */
final class GenerationHistory {

  /** The period in which one generation may order, from its admission to its end. */
  private static final class Term {
    private final Instant from;
    private Wish wish;
    private Instant until = Instant.MAX;

    private Term(Wish wish, Instant from) {
      this.wish = wish;
      this.from = from;
    }
  }

  private final Map<String, Term> terms = new HashMap<>();

  private static String name(String slot, long generation) {
    return slot + "#" + generation;
  }

  void admitted(Wish wish, long generation, Instant at) {
    Term known = terms.get(name(wish.slotId().toString(), generation));
    if (known == null) {
      terms.put(name(wish.slotId().toString(), generation), new Term(wish, at));
    } else {
      known.wish = wish;
    }
  }

  void ended(SlotId slot, long generation, Instant at) {
    Term term = terms.get(name(slot.toString(), generation));
    if (term != null && term.until.equals(Instant.MAX)) {
      term.until = at;
    }
  }

  /** Whether this generation was permitted to send an order at {@code sent}. */
  boolean mayOrder(String slot, long generation, Instant sent) {
    Term term = terms.get(name(slot, generation));
    return term != null && !sent.isBefore(term.from) && !sent.isAfter(term.until);
  }

  Wish wish(String slot, long generation) {
    return terms.get(name(slot, generation)).wish;
  }
}
