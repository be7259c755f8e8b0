package dev.maxdiff.control;

import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.supervision.wishes.WishOutcome;
import java.util.Locale;

/** Says a wish as the order it will become, so that a wrong side or price is seen at once. */
final class WishMessages {

  private WishMessages() {}

  /** For example {@code long 0.5 BTCUSD (maxdiff): will SELL 0.5 at 105000}. */
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

  /** The whole answer to a wish. */
  static String answer(Wish wish, Increments increments, WishOutcome outcome) {
    String order = order(wish, increments);
    return switch (outcome.kind()) {
      case STARTED -> order;
      case REPLACED -> order + replacing(wish, increments, outcome.replaced());
      case EXTENDED -> order + ", as before, " + until(wish);
      case UNCHANGED -> order + ", as before";
      case SUPERSEDED -> order + because(outcome, "superseded by a newer wish");
      case DENIED -> order + because(outcome, "denied");
      case UNRESOLVED -> order + because(outcome, "not known whether it was written; ask again");
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

  private static String because(WishOutcome outcome, String fallback) {
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
