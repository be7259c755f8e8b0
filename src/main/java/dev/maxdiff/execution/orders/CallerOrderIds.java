package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.model.ClientOrderId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ids that watchers give their orders. The broker knows the orders by our ids; a watcher finds
 * and sees its own. Thread-safe.
 */
public final class CallerOrderIds {

  /** Alpaca's limit, characters. */
  private static final int MAX_LENGTH = 128;

  private final Map<Symbol, Map<String, String>> bySymbol = new ConcurrentHashMap<>();

  /**
   * Checks the id of a request.
   *
   * @param id null = none
   * @throws InvalidValueException for an id that is blank, too long or like ours
   */
  public static String checked(String id) {
    if (id != null && (id.isBlank() || id.length() > MAX_LENGTH)) {
      throw new InvalidValueException("client_order_id", id, "1 to " + MAX_LENGTH + " characters");
    } else if (ClientOrderId.isOfSomeInstallation(id)) {
      throw new InvalidValueException("client_order_id", id, "an id that does not start with mdx-");
    }
    return id;
  }

  /** Replaces the ids of the symbol's orders; {@code ids} is never changed afterwards. */
  void show(Symbol symbol, Map<String, String> ids) {
    bySymbol.put(symbol, ids);
  }

  /** Returns the client order id of the order as its watcher knows it. */
  public String shown(Order order) {
    return shown(order.symbol(), order.clientOrderId());
  }

  public String shown(Symbol symbol, String clientOrderId) {
    return bySymbol.getOrDefault(symbol, Map.of()).getOrDefault(clientOrderId, clientOrderId);
  }
}
