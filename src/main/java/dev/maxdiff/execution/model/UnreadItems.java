package dev.maxdiff.execution.model;

import dev.maxdiff.broker.OpaqueOrder;
import dev.maxdiff.broker.OpaquePosition;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The orders and positions of the account that cannot be read, and the foreign orders with several
 * legs (promise P14).
 *
 * @param own orders of this installation; each freezes its key
 * @param foreign open orders of any other origin; they freeze nothing
 * @param ended number of foreign orders that cannot be read and have ended
 * @param positions each freezes its symbol; one without a symbol freezes the symbols that lack an
 *     expected position
 */
public record UnreadItems(
    List<UnreadOrder> own, List<OpaqueOrder> foreign, int ended, List<OpaquePosition> positions) {

  public static final UnreadItems NONE = new UnreadItems(List.of(), List.of(), 0, List.of());

  public UnreadItems {
    own = List.copyOf(own);
    foreign = List.copyOf(foreign);
    positions = List.copyOf(positions);
  }

  public UnreadItems with(List<OpaquePosition> others) {
    return new UnreadItems(own, foreign, ended, others);
  }

  /** Returns the problem of an unreadable order of the key. */
  public Optional<String> ofKey(WatcherKey key) {
    return own.stream()
        .filter(order -> order.slot().key().equals(key))
        .map(UnreadOrder::words)
        .findFirst();
  }

  /** Returns one line for each unreadable order of the symbol's keys. */
  public Stream<String> ordersOf(Symbol symbol) {
    return own.stream()
        .filter(order -> order.slot().key().symbol().equals(symbol))
        .map(UnreadOrder::consequence);
  }

  /** Returns the unreadable position of the symbol. */
  public Optional<OpaquePosition> position(Symbol symbol) {
    return positions.stream().filter(position -> isOf(position, symbol)).findFirst();
  }

  private static boolean isOf(OpaquePosition position, Symbol symbol) {
    try {
      return Symbol.parse(position.symbol()).equals(symbol);
    } catch (InvalidValueException e) {
      return false;
    }
  }

  /** Returns an unreadable position without a symbol: it may be of any symbol. */
  public Optional<OpaquePosition> nameless() {
    return positions.stream().filter(position -> position.symbol().isEmpty()).findFirst();
  }

  /** Returns the open foreign orders with several legs that have been read. */
  public Stream<OpaqueOrder> multiLeg() {
    return foreign.stream().filter(order -> order.problem().isEmpty());
  }

  /** Returns one line for each item that cannot be read, with its consequence. */
  public List<String> words() {
    return Stream.of(
            own.stream().map(UnreadOrder::consequence),
            positions.stream().map(OpaquePosition::consequence),
            foreign.stream()
                .flatMap(order -> order.problem().stream())
                .map(problem -> problem + ", left alone"),
            Stream.of("not readable: " + ended + " orders that have ended, left alone")
                .filter(line -> ended > 0))
        .flatMap(lines -> lines)
        .toList();
  }
}
