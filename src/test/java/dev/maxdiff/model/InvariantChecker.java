package dev.maxdiff.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.MinimumOrderValue;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Wish;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks the invariants of a run in the exchange's audit log. It shares no code with the runtime:
 * ownership is its own sum over the fills, and {@link GenerationHistory} has the generations that
 * may order.
 */
final class InvariantChecker {

  private static final Pattern ORDER_ID =
      Pattern.compile(
          "mdx-[A-Za-z0-9]{6}(?:[a-z0-9]{3})?-([A-Z0-9.-]+)-([bs])-([a-z0-9_]+)-([ex])-(\\d+)-\\d+");
  private static final Set<String> OVER =
      Set.of("filled", "canceled", "expired", "replaced", "rejected");

  /** A fraction of the purchases: fees are rounded fill by fill. */
  private static final BigDecimal DUST = new BigDecimal("0.00001");

  private static final BigDecimal TAKER_FEE_ABOVE_MAKER = new BigDecimal("0.001");

  /** The smallest step of a quantity. */
  private static final BigDecimal LOT = new BigDecimal("0.000000001");

  /**
   * Equal orders of one generation: a replacement may fail after its cancel, and the market return.
   */
  private static final int MAXIMUM_EQUAL_ORDERS = 2;

  private static final Duration PROMPT = Duration.ofSeconds(1);
  private static final BigDecimal MINIMUM_ORDER_VALUE = BigDecimal.valueOf(11);
  private static final int POLLS_UNTIL_COVERED = 2;

  /** Two polls detect the difference; cancel, release and the new order take the other polls. */
  private static final int POLLS_UNTIL_WHOLE = 8;

  private final List<ObjectNode> audit;
  private final GenerationHistory generations;
  private final InstantSource clock;
  private final Function<Symbol, BigDecimal> price;
  private final List<Violation> violations = new ArrayList<>();
  private final Map<String, Line> orders = new LinkedHashMap<>();
  private final Map<String, Line> open = new LinkedHashMap<>();
  private final Map<String, Line> lastEnded = new HashMap<>();
  private final Map<String, Share> shares = new HashMap<>();
  private final Map<String, BigDecimal> positions = new HashMap<>();
  private final Map<String, Integer> uncovered = new HashMap<>();
  private final Map<String, Integer> partlyCovered = new HashMap<>();
  private final Map<String, Integer> equalOrders = new HashMap<>();
  private final Map<String, BigDecimal> filledBefore = new HashMap<>();
  private int read;
  private int fills;
  private int placed;

  InvariantChecker(
      List<ObjectNode> audit,
      GenerationHistory generations,
      InstantSource clock,
      Function<Symbol, BigDecimal> price) {
    this.audit = audit;
    this.generations = generations;
    this.clock = clock;
    this.price = price;
  }

  /** A violation and the time of its detection. */
  record Violation(Instant at, String description) {
    @Override
    public String toString() {
      return at + " " + description;
    }
  }

  /** One key's share: its quantity, its purchases so far and its last change. */
  private static final class Share {
    private BigDecimal owned = BigDecimal.ZERO;
    private BigDecimal bought = BigDecimal.ZERO;
    private Instant changed = Instant.MIN;
    private Instant sent = Instant.MIN;

    BigDecimal dust() {
      return bought.multiply(DUST).add(LOT);
    }
  }

  /** One order in a line of the log. */
  private record Line(
      String id,
      String key,
      String slot,
      boolean exit,
      long generation,
      BigDecimal quantity,
      BigDecimal filled,
      BigDecimal limit,
      String status,
      String replaces,
      Instant at) {

    BigDecimal remaining() {
      return OVER.contains(status) ? BigDecimal.ZERO : quantity.subtract(filled);
    }
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }

  int fills() {
    return fills;
  }

  /** The number of this runtime's orders that the exchange accepted. */
  int placed() {
    return placed;
  }

  private Share share(String key) {
    return shares.computeIfAbsent(key, one -> new Share());
  }

  Set<String> openOrders(String slot) {
    catchUp();
    return open.values().stream()
        .filter(order -> order.slot.equals(slot))
        .map(Line::id)
        .collect(Collectors.toSet());
  }

  /** Reads the new lines of the log. */
  void catchUp() {
    while (read < audit.size()) {
      JsonNode line = audit.get(read++);
      switch (line.path("type").asText()) {
        case "order" -> order(line);
        case "fill" -> fill(line);
        case "request" -> request(line);
        default -> {
          // the opening of the account
        }
      }
      boolean last = read == audit.size() || !sameEvent(line, audit.get(read));
      if (last && line.has("position_after")) {
        checkInvariants(line);
      }
    }
  }

  private static boolean sameEvent(JsonNode one, JsonNode other) {
    return one.path("event").asLong(-1) == other.path("event").asLong(-2);
  }

  /**
   * The exchange must find the reserved money for each entry order, and no order may trade with
   * another order of the account. Late orders are exempt, since the market has moved. The money
   * rule is off while short positions exist: their proceeds show in the cash before they show in
   * the position.
   */
  private void request(JsonNode line) {
    Instant sent = Instant.parse(line.path("sent").asText());
    boolean late = sent.plus(PROMPT).isBefore(Instant.parse(line.path("at").asText()));
    if (late) {
      return;
    }
    String id = line.path("client_order_id").asText();
    String message = line.path("message").asText("");
    require(
        !message.contains("wash trade"), line, id + " meets an order of the account: " + message);
    boolean shorts = positions.values().stream().anyMatch(position -> position.signum() < 0);
    boolean money = message.contains("USD (requested") || message.contains("buying power");
    require(shorts || !money, line, id + " finds no money: " + message);
  }

  private void order(JsonNode line) {
    Line order = line(line);
    if (order == null) {
      boolean touched = line.path("status").asText().matches("pending_.*|canceled|replaced");
      require(!touched, line, "an order of another program is changed: " + line);
      return;
    }
    Line before = orders.put(order.id, order);
    if (before == null) {
      placed(order, line);
    } else if (!before.status.equals(order.status)) {
      changed(before, order, line);
    }
    if (OVER.contains(order.status)) {
      open.remove(order.id);
    } else {
      open.put(order.id, order);
    }
  }

  private void placed(Line order, JsonNode line) {
    placed++;
    Instant sent = Instant.parse(line.path("sent").asText());
    require(
        generations.mayOrder(order.slot, order.generation, sent),
        line,
        "an order of the stale generation " + order.generation + " of " + order.slot);
    if (order.exit) {
      share(order.key).sent = order.at;
    } else {
      withinTarget(order, line);
    }
    if (!order.replaces.isEmpty()) {
      filledBefore.put(order.id, orders.get(order.replaces).filled);
    }
    Line old = order.replaces.isEmpty() ? lastEnded.get(order.slot) : orders.get(order.replaces);
    boolean same =
        old != null
            && old.generation == order.generation
            && old.limit.compareTo(order.limit) == 0
            && old.quantity.subtract(old.filled).compareTo(order.quantity) == 0;
    String name = order.slot + "#" + order.generation;
    int equals = same ? equalOrders.merge(name, 1, Integer::sum) : 0;
    require(
        equals != MAXIMUM_EQUAL_ORDERS + 1,
        line,
        order.slot + " replaces orders by equal orders repeatedly");
  }

  private void withinTarget(Line order, JsonNode line) {
    Wish wish = generations.wish(order.slot, order.generation);
    BigDecimal target = wish.quantity().orElseThrow().value();
    BigDecimal others =
        open.values().stream()
            .filter(other -> other.slot.equals(order.slot) && !other.id.equals(order.replaces))
            .map(Line::remaining)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal before = share(order.key).owned.add(others);
    BigDecimal sum = before.add(order.quantity);
    BigDecimal least =
        MinimumOrderValue.of(wish.slotId().key().symbol())
            .divide(order.limit, MathContext.DECIMAL64)
            .add(tolerance(line.path("symbol").asText()));
    boolean isRaised = before.compareTo(target) < 0 && order.quantity.compareTo(least) <= 0;
    require(
        isRaised || sum.compareTo(target.add(tolerance(line.path("symbol").asText()))) <= 0,
        line,
        order.slot + " would have " + sum + " of its target " + target);
  }

  private void changed(Line before, Line order, JsonNode line) {
    boolean leaving =
        order.status.equals("pending_cancel") || order.status.equals("pending_replace");
    if (leaving) {
      List<String> askers = Arrays.asList(line.path("asker").asText().split(","));
      require(
          askers.contains(order.slot),
          line,
          "an order of " + order.slot + " is touched by " + line.path("asker").asText());
    }
    if (order.status.equals("canceled") && !before.status.equals("canceled")) {
      lastEnded.put(order.slot, order);
    } else if (OVER.contains(order.status)) {
      lastEnded.remove(order.slot);
    }
  }

  private void fill(JsonNode line) {
    fills++;
    BigDecimal quantity = number(line, "qty");
    BigDecimal kept = quantity.subtract(number(line, "fee_qty"));
    BigDecimal signed = line.path("side").asText().equals("buy") ? kept : quantity.negate();
    positions.merge(line.path("symbol").asText(), signed, BigDecimal::add);
    Matcher id = ORDER_ID.matcher(line.path("client_order_id").asText());
    if (!id.matches()) {
      return;
    }
    boolean exit = id.group(4).equals("x");
    Share share = share(key(id));
    share.owned = exit ? share.owned.subtract(quantity) : share.owned.add(kept);
    share.bought = exit ? share.bought : share.bought.add(quantity);
    share.changed = Instant.parse(line.path("at").asText());
  }

  /** Checks the invariants after an event. */
  private void checkInvariants(JsonNode line) {
    Line order = line(line);
    if (order == null) {
      return;
    }
    String symbol = line.path("symbol").asText();
    BigDecimal position = positions.getOrDefault(symbol, BigDecimal.ZERO);
    require(
        position.compareTo(number(line, "position_after")) == 0,
        line,
        "the position is " + line.path("position_after") + ", the fills give " + position);
    long inSlot =
        open.values().stream()
            .filter(other -> other.slot.equals(order.slot) && !isReplacement(other))
            .count();
    require(inSlot <= 1, line, inSlot + " open orders of " + order.slot);
    BigDecimal tolerance = tolerance(symbol);
    BigDecimal all = BigDecimal.ZERO;
    for (String key : shares.keySet()) {
      if (key.startsWith(symbol + "|")) {
        BigDecimal closing = closing(key);
        Share share = share(key);
        all = all.add(closing);
        require(
            closing.compareTo(share.owned.add(tolerance)) <= 0,
            line,
            key + " would close " + closing + " of " + share.owned);
        require(share.owned.add(tolerance).signum() >= 0, line, key + " owns " + share.owned);
      }
    }
    require(
        all.compareTo(position.abs()) <= 0,
        line,
        "open closing orders over " + all + " exceed the position " + position);
  }

  /** The closing quantity of the exit slot; an order and its replacement count once, the larger. */
  private BigDecimal closing(String key) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Line order : open.values()) {
      if (order.exit && order.key.equals(key) && !isReplacement(order)) {
        BigDecimal replacement =
            open.values().stream()
                .filter(other -> other.replaces.equals(order.id))
                .map(other -> other.quantity.subtract(order.filled.subtract(filledBefore(other))))
                .reduce(BigDecimal.ZERO, BigDecimal::max);
        sum = sum.add(order.remaining().max(replacement));
      }
    }
    return sum;
  }

  /** A fault affected an order of the slot: the rules delay the next order in either case. */
  void attempted(String slot) {
    if (slot.endsWith(" exit")) {
      share(slot.substring(0, slot.indexOf(' '))).sent = clock.instant();
    }
  }

  /** Whether the order waits for the end of the order that it replaces. */
  private static boolean isReplacement(Line order) {
    return order.status.equals("pending_new");
  }

  /** The filled quantity of the old order when the exchange accepted this replacement. */
  private BigDecimal filledBefore(Line replacement) {
    return filledBefore.getOrDefault(replacement.id, BigDecimal.ZERO);
  }

  /**
   * The permitted error of a key's quantity. A broker takes fees in coin without reporting them: a
   * taker purchase costs a thousandth more than a maker purchase and may look like a maker
   * purchase.
   */
  private BigDecimal tolerance(String symbol) {
    BigDecimal bought = BigDecimal.ZERO;
    BigDecimal dust = LOT;
    for (Map.Entry<String, Share> line : shares.entrySet()) {
      if (line.getKey().startsWith(symbol + "|")) {
        bought = bought.add(line.getValue().bought);
        dust = dust.add(line.getValue().dust());
      }
    }
    boolean coins = Symbol.parse(symbol).isCrypto();
    return coins ? bought.multiply(TAKER_FEE_ABOVE_MAKER).add(dust) : dust;
  }

  /** A new process starts: its polls count from zero. */
  void launched(String slot) {
    uncovered.remove(slot);
    partlyCovered.remove(slot);
  }

  /**
   * An exit watcher has polled.
   *
   * @param clean whether this poll and the poll before it had no fault and no order is unresolved
   */
  void polled(ModelSlot run, boolean clean) {
    Instant now = clock.instant();
    String slot = run.slot.toString();
    Share share = share(run.slot.key().toString());
    ExitWish wish = (ExitWish) run.wish;
    BigDecimal last = price.apply(run.slot.key().symbol());
    Duration rest = wish.poll().multipliedBy(3);
    rest = rest.compareTo(Duration.ofSeconds(60)) < 0 ? Duration.ofSeconds(60) : rest;
    boolean counts =
        clean
            && wish.targetQuantity() == null
            && share.owned.multiply(last).compareTo(MINIMUM_ORDER_VALUE) > 0
            && share.changed.plus(Duration.ofSeconds(20)).isBefore(now)
            && (share.sent.equals(Instant.MIN) || share.sent.plus(rest).isBefore(now));
    BigDecimal closing = closing(run.slot.key().toString());
    boolean open = counts && closing.signum() == 0;
    count(uncovered, slot, open, POLLS_UNTIL_COVERED, share, closing);
    boolean partly =
        counts && closing.add(tolerance(run.slot.key().symbol().text())).compareTo(share.owned) < 0;
    count(partlyCovered, slot, partly, POLLS_UNTIL_WHOLE, share, closing);
  }

  private void count(
      Map<String, Integer> counts,
      String slot,
      boolean bad,
      int maximum,
      Share share,
      BigDecimal closing) {
    int polls = bad ? counts.merge(slot, 1, Integer::sum) : 0;
    if (!bad) {
      counts.remove(slot);
    }
    if (polls == maximum + 1) {
      violated(
          clock.instant(),
          slot + " owns " + share.owned + " and closes " + closing + " after " + polls + " polls");
    }
  }

  /** A watcher has ended by its own rules. */
  void ended(ModelSlot run, String state, Set<String> before) {
    Instant now = clock.instant();
    if (run.slot.slot() != Slot.EXIT) {
      return;
    }
    Share share = share(run.slot.key().toString());
    boolean settled = share.changed.plus(Duration.ofSeconds(20)).isBefore(now);
    boolean left = settled && share.owned.compareTo(tolerance(run.slot.key().symbol().text())) > 0;
    String word = state.split(":")[0];
    if (left && run.wish.quantity().isEmpty()) {
      boolean kept = before.stream().allMatch(id -> isKept(orders.get(id)));
      boolean reported = word.equals("expired_uncovered");
      if (!reported || !kept) {
        violated(
            clock.instant(),
            run.slot
                + " ended as "
                + state
                + " with "
                + share.owned
                + " left, its order kept: "
                + kept);
      }
    }
  }

  private static boolean isKept(Line order) {
    return !order.status.equals("pending_cancel") && !order.status.equals("canceled");
  }

  /** An ended slot may have an open order only if a message to the operator named the order. */
  void checkEnd(ModelSlot run) {
    boolean must = run.slot.slot() == Slot.ENTRY && !run.wanted && !run.listed && !run.cancelling;
    if (must && !openOrders(run.slot.toString()).isEmpty()) {
      violated(
          clock.instant(),
          run.slot + " is over and has open orders " + openOrders(run.slot.toString()));
    }
  }

  /** Without faults no entry order in the scope of a pause is open. */
  void checkPaused(List<EntryPause> pauses, Iterable<ModelSlot> slots) {
    for (ModelSlot run : slots) {
      boolean isPaused =
          run.slot.slot() == Slot.ENTRY
              && pauses.stream().anyMatch(pause -> pause.scope().covers(run.slot.key()));
      if (isPaused && !openOrders(run.slot.toString()).isEmpty()) {
        violated(
            clock.instant(),
            run.slot + " is paused and has open orders " + openOrders(run.slot.toString()));
      }
    }
  }

  private Line line(JsonNode line) {
    Matcher id = ORDER_ID.matcher(line.path("client_order_id").asText());
    if (!id.matches()) {
      return null;
    }
    String key = key(id);
    boolean exit = id.group(4).equals("x");
    boolean fill = line.path("type").asText().equals("fill");
    return new Line(
        line.path("id").asText(),
        key,
        key + (exit ? " exit" : " entry"),
        exit,
        Long.parseLong(id.group(5)),
        number(line, "qty"),
        fill ? BigDecimal.ZERO : number(line, "filled_qty"),
        number(line, fill ? "price" : "limit_price"),
        line.path("status").asText(),
        line.path("replaces").asText(""),
        Instant.parse(line.path("at").asText()));
  }

  private static String key(Matcher id) {
    return id.group(1) + "|" + (id.group(2).equals("b") ? "buy" : "sell") + "|" + id.group(3);
  }

  private static BigDecimal number(JsonNode line, String field) {
    return new BigDecimal(line.get(field).asText());
  }

  private void violated(Instant at, String description) {
    violations.add(new Violation(at, description));
  }

  private void require(boolean holds, JsonNode line, String violation) {
    if (!holds) {
      violated(
          Instant.parse(line.path("at").asText()), "line " + line.path("seq") + ": " + violation);
    }
  }
}
