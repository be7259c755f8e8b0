package dev.maxdiff.broker;

/**
 * A position that cannot be read.
 *
 * @param symbol as the broker writes it; empty = unreadable
 * @param unreadable the field, its value and the expected value
 */
public record OpaquePosition(String symbol, String unreadable) {

  /** Returns one line about the position with the consequence. */
  public String consequence() {
    return problem() + "; its symbol is frozen: no key of it sends an order until this is read";
  }

  /** Returns one line about the position. */
  public String problem() {
    String name = symbol.isEmpty() ? "without a symbol" : symbol;
    return "not readable: position " + name + ": " + unreadable;
  }
}
