package dev.maxdiff.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.maxdiff.control.AcceptLedgerRequest;
import dev.maxdiff.control.CancelDuplicatesRequest;
import dev.maxdiff.control.ResumeRequest;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.PlannedEntry;
import dev.maxdiff.domain.PlannedTrade;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the requests that {@link JsonViews} reads, without data binding. */
final class RequestWriter {

  private static final JsonFactory JSON = new JsonFactory();

  private RequestWriter() {}

  static String wish(WishRequest request) {
    return write(fields(request));
  }

  private static Map<String, Object> fields(WishRequest request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("slot", request.slot());
    fields.put("symbol", request.symbol());
    fields.put("side", request.side());
    fields.put("strategy", request.strategy());
    fields.put("price", request.price());
    fields.put("quantity", request.quantity());
    fields.put("tolerance", request.tolerance());
    fields.put("expiresIn", request.expiresIn());
    fields.put("expiresAt", request.expiresAt());
    fields.put("poll", request.poll());
    fields.put("force", request.force());
    fields.put("claimUnowned", request.claimUnowned());
    fields.put("retry", request.retry());
    fields.put("priorityRank", request.priorityRank());
    fields.put("source", request.source());
    if (request.trade() != null) {
      fields.put("trade", trade(request.trade()));
    }
    if (request.exitOf() != null) {
      fields.put("exitOf", entry(request.exitOf()));
    }
    return fields;
  }

  private static Map<String, Object> entry(PlannedEntry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("trade", trade(entry.trade()));
    fields.put("limit", entry.limit());
    fields.put("quantity", entry.quantity());
    return fields;
  }

  static String preview(List<WishRequest> requests) {
    return write(Map.of("wishes", requests.stream().map(RequestWriter::fields).toList()));
  }

  private static Map<String, Object> trade(PlannedTrade trade) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("at", trade.at());
    fields.put("again", trade.again());
    fields.put("openEnd", trade.openEnd());
    return fields;
  }

  static String stop(StopRequest request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("symbol", request.symbol());
    fields.put("side", request.side());
    fields.put("strategy", request.strategy());
    fields.put("slot", request.slot());
    fields.put("keepOrders", request.keepOrders());
    return write(fields);
  }

  /** Leaves {@code all} out unless it is set: a runtime of an earlier version does not know it. */
  static String resume(ResumeRequest request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("symbol", request.symbol());
    fields.put("side", request.side());
    fields.put("strategy", request.strategy());
    if (request.all()) {
      fields.put("all", true);
    }
    return write(fields);
  }

  static String scope(PauseScope scope) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("symbol", scope.symbol());
    fields.put("side", scope.side());
    fields.put("strategy", scope.strategy());
    return write(fields);
  }

  static String cancelDuplicates(CancelDuplicatesRequest request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("dryRun", request.dryRun());
    fields.put("older", request.older());
    return write(fields);
  }

  static String acceptLedger(AcceptLedgerRequest request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("symbol", request.symbol());
    fields.put("key", request.key());
    fields.put("dryRun", request.dryRun());
    return write(fields);
  }

  static String killAll(boolean cancelOrders) {
    return write(Map.of("cancelOrders", cancelOrders));
  }

  private static String write(Map<String, Object> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void writeObject(JsonGenerator json, Map<?, ?> fields) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      json.writeFieldName(field.getKey().toString());
      write(json, field.getValue());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Map<?, ?> fields) {
      writeObject(json, fields);
    } else if (value instanceof List<?> elements) {
      json.writeStartArray();
      for (Object element : elements) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal decimal) {
      json.writeString(decimal.toPlainString());
    } else {
      json.writeString(value.toString());
    }
  }
}
