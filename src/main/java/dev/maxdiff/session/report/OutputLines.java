package dev.maxdiff.session.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.session.model.AccountFill;
import dev.maxdiff.session.model.AccountHistory.AccountPoint;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Formats the lines of the three output files; the site's page "Output" describes them. */
final class OutputLines {

  static final String TRADES_HEADER =
      "sequence,at,symbol,side,strategy,slot,order_side,quantity,price,value,"
          + "fee_quantity,fee_money,order_id";
  static final String EQUITY_HEADER = "at,cash,equity,buy_and_hold";

  private static final ObjectWriter JSON =
      JsonMapper.builder().build().writer().with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private OutputLines() {}

  static String trade(AccountFill fill) {
    SlotId slot = fill.slot();
    return row(
        fill.sequence(),
        fill.at(),
        fill.symbol(),
        slot == null ? "" : slot.key().side(),
        slot == null ? "" : slot.key().strategy(),
        slot == null ? "" : slot.slot(),
        fill.side(),
        plain(fill.quantity()),
        plain(fill.price()),
        plain(fill.quantity().multiply(fill.price())),
        plain(fill.feeQuantity()),
        plain(fill.feeMoney()),
        fill.orderId() == null ? "" : fill.orderId());
  }

  /** Returns the sequence number of a line of trades.csv; 0 for the header and the empty line. */
  static long sequence(String line) {
    String first = line.split(",", 2)[0];
    return first.matches("\\d{1,18}") ? Long.parseLong(first) : 0;
  }

  static String equity(AccountPoint point, Optional<BigDecimal> held) {
    return row(
        point.at(),
        plain(point.cash()),
        plain(point.equity()),
        held.map(OutputLines::plain).orElse(""));
  }

  static String event(RuntimeEvent event) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("at", event.at().toString());
    node.put("kind", event.kind().name().toLowerCase(Locale.ROOT));
    if (event.slot() != null) {
      node.put("symbol", event.slot().key().symbol().toString());
      node.put("side", event.slot().key().side().toString());
      node.put("strategy", event.slot().key().strategy().toString());
      node.put("slot", event.slot().slot().toString());
    }
    if (event.generation() > 0) {
      node.put("generation", event.generation());
    }
    if (event.price() != null) {
      node.put("price", event.price().value());
    }
    if (event.quantity() != null) {
      node.put("quantity", event.quantity().value());
    }
    node.put("words", event.words());
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static String row(Object... cells) {
    return List.of(cells).stream().map(OutputLines::cell).collect(Collectors.joining(","));
  }

  private static String cell(Object value) {
    String text = value.toString();
    boolean quoted = text.contains(",") || text.contains("\"") || text.contains("\n");
    return quoted ? '"' + text.replace("\"", "\"\"").replaceAll("\\R", " ") + '"' : text;
  }
}
