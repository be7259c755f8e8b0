package dev.maxdiff.broker.paper.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.paper.engine.ApiError;
import dev.maxdiff.broker.paper.engine.ExchangeEvent;
import dev.maxdiff.broker.paper.engine.ExchangeFill;
import dev.maxdiff.broker.paper.engine.ExchangeOrder;
import dev.maxdiff.broker.paper.engine.ExchangeState;
import dev.maxdiff.domain.Symbol;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The lines of the audit log, in exchange time only; {@link AuditLog} documents them. */
public final class AuditLines {

  private AuditLines() {}

  public static ObjectNode request(
      String method, String path, String clientOrderId, int status, String message, Instant at) {
    ObjectNode line = line("request", at);
    line.put("method", method);
    line.put("path", path);
    line.put("client_order_id", clientOrderId);
    line.put("status", status);
    if (message != null) {
      line.put("message", message);
    }
    return line;
  }

  /**
   * @param status HTTP status of the response; null = no response
   */
  public static ObjectNode requestFault(
      String fault, String method, String path, Integer status, Instant at) {
    ObjectNode line = line("fault", at);
    line.put("what", fault);
    line.put("method", method);
    line.put("path", path);
    return line.put("status", status);
  }

  public static ObjectNode marketFault(String fault, ExchangeOrder order, Instant at) {
    ObjectNode line = line("fault", at);
    line.put("what", fault);
    line.put("id", order.id());
    line.put("client_order_id", order.clientOrderId());
    return line.put("symbol", order.symbol().text());
  }

  static ObjectNode dropped(long count) {
    return line("dropped", null).put("lines", count);
  }

  /** The lines of an event: none, one or two. */
  public static List<ObjectNode> of(ExchangeEvent event, ExchangeState after) {
    if (event instanceof ExchangeEvent.Opened opened) {
      ObjectNode line = line("account", opened.at());
      line.put("event", after.sequence());
      line.put("account_number", opened.accountNumber());
      line.put("cash", opened.startingCash().toPlainString());
      return List.of(line);
    }
    if (event instanceof ExchangeEvent.CashTransferred transferred) {
      ObjectNode line = line("transfer", transferred.at());
      line.put("event", after.sequence());
      line.put("amount", ApiError.text(transferred.amount()));
      line.put("cash_after", ApiError.text(after.cash()));
      return List.of(line);
    }
    if (event instanceof ExchangeEvent.OrderFilled filled) {
      ObjectNode order = order(filled.fill().orderId(), event, after);
      return List.of(fill(filled.fill(), after), order);
    }
    return changed(event).map(id -> order(id, event, after)).toList();
  }

  private static Stream<String> changed(ExchangeEvent event) {
    if (event instanceof ExchangeEvent.OrderAccepted accepted) {
      return Stream.of(accepted.order().id());
    } else if (event instanceof ExchangeEvent.OrderActivated activated) {
      return Stream.of(activated.id());
    } else if (event instanceof ExchangeEvent.CancelRequested cancel) {
      return Stream.of(cancel.id());
    } else if (event instanceof ExchangeEvent.OrderCanceled canceled) {
      return Stream.of(canceled.id());
    } else if (event instanceof ExchangeEvent.OrderExpired expired) {
      return Stream.of(expired.id());
    } else if (event instanceof ExchangeEvent.OrderRejected rejected) {
      return Stream.of(rejected.id());
    } else if (event instanceof ExchangeEvent.ReplaceRequested replace) {
      return Stream.of(replace.id(), replace.replacement().id());
    } else if (event instanceof ExchangeEvent.OrderReplaced replaced) {
      return Stream.of(replaced.id(), replaced.replacementId());
    } else if (event instanceof ExchangeEvent.ReplaceRejected rejected) {
      return Stream.of(rejected.id(), rejected.replacementId());
    }
    return Stream.empty();
  }

  private static ObjectNode order(String id, ExchangeEvent event, ExchangeState after) {
    ExchangeOrder order = after.order(id).orElseThrow();
    ObjectNode line = line("order", event.at());
    line.put("event", after.sequence());
    line.put("id", id);
    line.put("client_order_id", order.clientOrderId());
    line.put("symbol", order.symbol().text());
    line.put("side", order.side().toString());
    line.put("qty", ApiError.text(order.quantity()));
    line.put("filled_qty", ApiError.text(order.filled()));
    line.put("limit_price", ApiError.text(order.limit()));
    line.put("time_in_force", order.terms().timeInForce().toString());
    line.put("status", order.status().toString());
    line.put("replaces", order.replaces());
    line.put("replaced_by", order.replacedBy());
    return after(line, order.symbol(), after);
  }

  private static ObjectNode fill(ExchangeFill fill, ExchangeState after) {
    ObjectNode line = line("fill", fill.at());
    line.put("event", after.sequence());
    line.put("id", fill.orderId());
    line.put("client_order_id", fill.clientOrderId());
    line.put("symbol", fill.symbol().text());
    line.put("side", fill.side().toString());
    line.put("price", ApiError.text(fill.price()));
    line.put("qty", ApiError.text(fill.quantity()));
    line.put("fee", ApiError.text(fill.fee()));
    line.put("fee_qty", ApiError.text(fill.coinFee()));
    line.put("maker", fill.maker());
    return after(line, fill.symbol(), after);
  }

  private static ObjectNode after(ObjectNode line, Symbol symbol, ExchangeState after) {
    line.put("position_after", ApiError.text(after.holding(symbol).quantity()));
    line.put("cash_after", ApiError.text(after.cash()));
    line.put("open_closing_after", ApiError.text(after.reserved(symbol)));
    line.put("open_orders_after", after.openCount(symbol));
    return line;
  }

  private static ObjectNode line(String type, Instant at) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("at", at == null ? null : at.toString());
    return line.put("type", type);
  }
}
