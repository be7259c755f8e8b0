package dev.maxdiff.control;

import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.supervision.wishes.WishOutcome;
import java.util.Locale;

/** Describes a wish as the order that it leads to, so that a wrong side or price is visible. */
final class WishMessages {

  private WishMessages() {}

  /** Returns, for example, {@code long 0.5 BTCUSD (maxdiff): will SELL 0.5 at 105000}. */
  static String order(Wish wish, Increments increments) {
    WatcherKey key = wish.key();
    String held = wish.quantity().map(quantity -> quantity + " ").orElse("");
    return key.side().position()
        + " "
        + held
        + key.symbol()
        + " ("
        + key.strategy()
        + "): will "
        + side(wish)
        + " "
        + wish.quantity().map(Object::toString).orElse("all")
        + " at "
        + sent(wish, increments);
  }

  /** Returns the answer to a wish, one line. */
  static String answer(Wish wish, Increments increments, WishOutcome outcome) {
    String order = order(wish, increments);
    return switch (outcome.kind()) {
      case STARTED -> order;
      case REPLACED -> order + replacing(wish, increments, outcome.replaced());
      case EXTENDED -> order + ", as before, " + until(wish);
      case UNCHANGED -> order + ", as before";
      case DONE -> order + reason(outcome, "done");
      case SUPERSEDED -> order + reason(outcome, "superseded by a newer wish");
      case DENIED -> order + reason(outcome, "denied");
      case UNRESOLVED -> order + reason(outcome, "not known whether it was written; ask again");
    };
  }

  private static String replacing(Wish wish, Increments increments, Wish replaced) {
    if (replaced == null) {
      return "";
    }
    boolean samePrice = sent(wish, increments).equals(sent(replaced, increments));
    String quantity = replaced.quantity().map(Object::toString).orElse("all");
    String before = sent(replaced, increments);
    return ", replacing " + (samePrice ? quantity + " at " + before : before);
  }

  private static String until(Wish wish) {
    return wish.expiry().map(expiry -> "until " + expiry).orElse("until flat");
  }

  private static String reason(WishOutcome outcome, String fallback) {
    return ": " + (outcome.reason() == null ? fallback : outcome.reason());
  }

  private static String side(Wish wish) {
    Side orderSide = wish.slotId().orderSide();
    return orderSide.toString().toUpperCase(Locale.ROOT);
  }

  private static String sent(Wish wish, Increments increments) {
    return increments.passive(wish.slotId().orderSide(), wish.price()).toString();
  }
}
