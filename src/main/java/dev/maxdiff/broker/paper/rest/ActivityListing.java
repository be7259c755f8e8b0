package dev.maxdiff.broker.paper.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.alpaca.server.ActivityQuery;
import dev.maxdiff.broker.paper.engine.ApiError;
import dev.maxdiff.broker.paper.engine.ExchangeFill;
import dev.maxdiff.broker.paper.engine.ExchangeOrder;
import dev.maxdiff.broker.paper.engine.ExchangeState;
import dev.maxdiff.broker.paper.engine.ExchangeTransfer;
import dev.maxdiff.broker.paper.rest.PaperRoutes.Call;
import dev.maxdiff.broker.paper.rest.PaperRoutes.Reply;
import dev.maxdiff.domain.InvalidValueException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Serves {@code GET /v2/account/activities}: fills, deposits and withdrawals. */
final class ActivityListing {

  private static final String FILL = "FILL";
  private static final String DEPOSIT = "CSD";
  private static final String WITHDRAWAL = "CSW";
  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);

  private ActivityListing() {}

  /**
   * @param order id of the order of a fill; null otherwise
   */
  private record Activity(String id, String type, Instant at, String order, ObjectNode body) {}

  /**
   * @param type of the path; null = by the query
   */
  static Reply list(Call call, String type, ExchangeState state) {
    ActivityQuery query = ActivityQuery.of(call.query().toMultiMap(), type);
    List<Activity> all = new ArrayList<>();
    activities(state).stream()
        .filter(activity -> query.selects(activity.type, activity.at, activity.order))
        .forEach(all::add);
    Comparator<Activity> oldestFirst = Comparator.comparing(Activity::at);
    all.sort(query.newestFirst() ? oldestFirst.reversed() : oldestFirst);
    ArrayNode body = JsonNodeFactory.instance.arrayNode();
    all.stream()
        .skip(start(query.pageToken(), all))
        .limit(query.pageSize())
        .forEach(activity -> body.add(activity.body));
    return Reply.ok(body);
  }

  static ObjectNode transfer(ExchangeTransfer transfer, ExchangeState state) {
    return activity(transfer, state).body;
  }

  private static List<Activity> activities(ExchangeState state) {
    Map<String, BigDecimal> filled = new HashMap<>();
    List<Activity> all = new ArrayList<>();
    for (ExchangeFill fill : state.fills()) {
      BigDecimal sum = filled.merge(fill.orderId(), fill.quantity(), BigDecimal::add);
      all.add(activity(fill, sum, state));
    }
    state.transfers().forEach(transfer -> all.add(activity(transfer, state)));
    return all;
  }

  private static Activity activity(ExchangeFill fill, BigDecimal sum, ExchangeState state) {
    ExchangeOrder order = state.order(fill.orderId()).orElseThrow();
    BigDecimal left = order.quantity().subtract(sum);
    String id = id(state, fill.at(), FILL, fill.number());
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", id);
    node.put("activity_type", FILL);
    node.put("transaction_time", fill.at().toString());
    node.put("type", left.signum() == 0 ? "fill" : "partial_fill");
    node.put("price", ApiError.text(fill.price()));
    node.put("qty", ApiError.text(fill.quantity()));
    node.put("side", fill.side().toString());
    node.put("symbol", fill.symbol().brokerForm());
    node.put("leaves_qty", ApiError.text(left));
    node.put("order_id", fill.orderId());
    node.put("cum_qty", ApiError.text(sum));
    node.put("order_status", left.signum() == 0 ? "filled" : "partially_filled");
    return new Activity(id, FILL, fill.at(), fill.orderId(), node);
  }

  private static Activity activity(ExchangeTransfer transfer, ExchangeState state) {
    String type = transfer.amount().signum() > 0 ? DEPOSIT : WITHDRAWAL;
    String id = id(state, transfer.at(), type, transfer.number());
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", id);
    node.put("activity_type", type);
    node.put("date", transfer.at().truncatedTo(ChronoUnit.DAYS).toString());
    node.put("created_at", transfer.at().toString());
    node.put("net_amount", ApiError.text(transfer.amount()));
    node.put("currency", "USD");
    node.put("status", "executed");
    return new Activity(id, type, transfer.at(), null, node);
  }

  private static String id(ExchangeState state, Instant at, String type, long number) {
    String name = "%s:%s:%s".formatted(state.account().epoch(), type, number);
    String account = state.account().number();
    UUID uuid = UUID.nameUUIDFromBytes((account + name).getBytes(StandardCharsets.UTF_8));
    return ID_TIME.format(at) + "::" + uuid;
  }

  /** Returns the index behind the activity of the page token. */
  private static int start(String token, List<Activity> all) {
    if (token == null) {
      return 0;
    }
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).id.equals(token)) {
        return i + 1;
      }
    }
    throw new InvalidValueException("page_token", token, "the id of an activity of the list");
  }
}
