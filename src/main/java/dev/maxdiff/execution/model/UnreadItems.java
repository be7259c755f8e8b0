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
 * @param positions each freezes its symbol
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

  /** Returns why no order of the key may be sent; empty if all that concerns it has been read. */
  public Optional<String> frozen(WatcherKey key) {
    return own.stream()
        .filter(order -> order.slot().key().equals(key))
        .map(UnreadOrder::words)
        .findFirst()
        .or(() -> position(key.symbol()).map(OpaquePosition::problem));
  }

  /** Returns the unreadable position of the symbol. */
  public Optional<OpaquePosition> position(Symbol symbol) {
    return positions.stream().filter(position -> concerns(position, symbol)).findFirst();
  }

  /** A position without a readable symbol may be of any symbol. */
  private static boolean concerns(OpaquePosition position, Symbol symbol) {
    try {
      return Symbol.parse(position.symbol()).equals(symbol);
    } catch (InvalidValueException e) {
      return position.symbol().isEmpty();
    }
  }

  /** Returns one line for each order or position that freezes a key of the symbol. */
  public List<String> freezing(Symbol symbol) {
    return Stream.concat(
            own.stream()
                .filter(order -> order.slot().key().symbol().equals(symbol))
                .map(UnreadOrder::consequence),
            position(symbol).stream().map(OpaquePosition::consequence))
        .toList();
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
