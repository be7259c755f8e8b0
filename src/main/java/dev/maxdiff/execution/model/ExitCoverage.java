package dev.maxdiff.execution.model;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a key owns, and what the working orders of its exit close (promise P15); magnitudes in base
 * units. Pure.
 *
 * @param exit the exit slot of the key
 * @param owned quantity that the key owns
 * @param closing quantity that the working orders of the exit may still close
 */
public record ExitCoverage(SlotId exit, BigDecimal owned, BigDecimal closing, ClosingTerms terms) {

  /** Whether the working orders close what can be sold. */
  public enum State {
    /** They close all that can be sold. */
    COVERED,
    /** A quantity that can be sold now has no working order: the key is naked if this lasts. */
    UNCOVERED,
    /** The same while the market is closed. */
    UNTIL_OPENING,
    /** Without an order, but smaller than the smallest order. */
    UNSELLABLE
  }

  /** Returns the coverage of every key that owns a quantity of the symbol. */
  public static List<ExitCoverage> of(
      SymbolPosition position, Collection<OwnOrder> open, ClosingTerms terms) {
    List<ExitCoverage> all = new ArrayList<>();
    for (WatcherKey key : position.owned().keySet()) {
      SlotId exit = key.slot(Slot.EXIT);
      List<OwnOrder> ofExit = open.stream().filter(own -> own.slot().equals(exit)).toList();
      all.add(of(exit, position.owned().get(key), ofExit, terms));
    }
    return List.copyOf(all);
  }

  /**
   * Returns the coverage of one key.
   *
   * @param owned signed; a quantity on the other side counts as nothing
   * @param ofExit the open orders of its exit
   */
  public static ExitCoverage of(
      SlotId exit, BigDecimal owned, Collection<OwnOrder> ofExit, ClosingTerms terms) {
    BigDecimal magnitude = exit.key().side() == Side.BUY ? owned : owned.negate();
    BigDecimal closing =
        ofExit.stream()
            .filter(ExitCoverage::isWorking)
            .map(own -> own.order().remaining())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return new ExitCoverage(exit, magnitude.max(BigDecimal.ZERO), closing, terms);
  }

  /** Returns false for an order that has ended, or is being cancelled or replaced. */
  public static boolean isWorking(OwnOrder own) {
    OrderStatus status = own.order().status();
    return own.order().isOpen()
        && status != OrderStatus.PENDING_CANCEL
        && status != OrderStatus.PENDING_REPLACE;
  }

  public State state() {
    BigDecimal missing = missing();
    if (missing.signum() == 0) {
      return State.COVERED;
    }
    if (missing.compareTo(terms.minimum()) < 0) {
      return closing.signum() > 0 ? State.COVERED : State.UNSELLABLE;
    }
    return terms.opensAt() == null ? State.UNCOVERED : State.UNTIL_OPENING;
  }

  /** Returns whether a quantity has no working order, now or from the next opening on. */
  public boolean isUncovered() {
    return state() == State.UNCOVERED || state() == State.UNTIL_OPENING;
  }

  /** Returns the quantity without a working order, at the asset's increment. */
  public BigDecimal missing() {
    return terms.increments().round(owned.subtract(closing).max(BigDecimal.ZERO));
  }

  /** Returns the owned quantity at the asset's increment. */
  public BigDecimal closable() {
    return terms.increments().round(owned);
  }

  /** Returns the state as a line for a person. */
  public String words() {
    String open =
        closing.signum() == 0
            ? plain(closable()) + " are held and no order closes them"
            : "the order closes " + plain(closing) + " of " + plain(closable());
    return switch (state()) {
      case COVERED -> "covered";
      case UNCOVERED -> open;
      case UNTIL_OPENING -> open + "; uncovered until " + terms.opensAt();
      case UNSELLABLE ->
          "unsellable: "
              + plain(closable())
              + " (expected: at least "
              + plain(terms.minimum())
              + ")";
    };
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
