package dev.maxdiff.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Wish;
import java.math.BigDecimal;
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
 * Holds the exchange's audit log against what must never happen. It shares nothing with the
 * runtime: who owns what is its own sum over the fills, who may order is in the ledger.
 */
final class Judge {

  private static final Pattern ORDER_ID =
      Pattern.compile("mdx-[A-Za-z0-9]{6}-([A-Z0-9.-]+)-([bs])-([a-z0-9_]+)-([ex])-(\\d+)-\\d+");
  private static final Set<String> OVER =
      Set.of("filled", "canceled", "expired", "replaced", "rejected");

  /** Of what was bought: fees are rounded fill by fill. */
  private static final BigDecimal DUST = new BigDecimal("0.00001");

  private static final BigDecimal TAKER_FEE_ABOVE_MAKER = new BigDecimal("0.001");

  /** The step in which quantities move. */
  private static final BigDecimal LOT = new BigDecimal("0.000000001");

  /** Of one generation: a replacement may fail after its cancel, and the market come back. */
  private static final int MOST_EQUAL_ONES = 2;

  private static final Duration PROMPT = Duration.ofSeconds(1);
  private static final BigDecimal LEAST_ORDER = BigDecimal.valueOf(11);
  private static final int POLLS_UNTIL_COVERED = 2;

  /** What the fences refuse because it has become marketable on its way is tried anew. */
  private static final int POLLS_IN_A_RUNNING_MARKET = 8;

  /** About a spread, from one poll to the next. */
  private static final BigDecimal RUNNING = new BigDecimal("0.0004");

  private static final Duration SHARED = Duration.ofSeconds(25);

  /** Two polls for the difference, then cancel, release, and an order anew. */
  private static final int POLLS_UNTIL_WHOLE = 8;

  private final List<ObjectNode> audit;
  private final ModelLedger ledger;
  private final InstantSource clock;
  private final Function<Symbol, BigDecimal> price;
  private final List<Violation> violations = new ArrayList<>();
  private final Map<String, Line> orders = new LinkedHashMap<>();
  private final Map<String, Line> open = new LinkedHashMap<>();
  private final Map<String, Line> lastEnded = new HashMap<>();
  private final Map<String, Share> shares = new HashMap<>();
  private final Map<String, BigDecimal> positions = new HashMap<>();
  private final Map<String, Integer> uncovered = new HashMap<>();
  private final Map<String, Integer> everUncovered = new HashMap<>();
  private final Map<String, BigDecimal> lastPrices = new HashMap<>();
  private final Map<String, Instant> jumpedAt = new HashMap<>();
  private final Map<String, Integer> tooLittle = new HashMap<>();
  private final Map<String, Integer> equalOnes = new HashMap<>();
  private final Map<String, BigDecimal> filledBefore = new HashMap<>();
  private int read;
  private int fills;
  private int placed;

  Judge(
      List<ObjectNode> audit,
      ModelLedger ledger,
      InstantSource clock,
      Function<Symbol, BigDecimal> price) {
    this.audit = audit;
    this.ledger = ledger;
    this.clock = clock;
    this.price = price;
  }

  /** Something that must never happen, and when it was seen. */
  record Violation(Instant at, String words) {
    @Override
    public String toString() {
      return at + " " + words;
    }
  }

  /** One key's part: what it holds on its side, what it ever bought, when it last changed. */
  private static final class Share {
    private BigDecimal owned = BigDecimal.ZERO;
    private BigDecimal bought = BigDecimal.ZERO;
    private Instant changed = Instant.MIN;
    private Instant sent = Instant.MIN;

    BigDecimal dust() {
      return bought.multiply(DUST).add(LOT);
    }
  }

  /** One order as a line of the log shows it. */
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

  /** Orders of ours that the exchange took. */
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

  /** Reads what the log has got since. */
  void catchUp() {
    while (read < audit.size()) {
      JsonNode line = audit.get(read++);
      switch (line.path("type").asText()) {
        case "order" -> order(line);
        case "fill" -> fill(line);
        case "request" -> request(line);
        default -> {
          // the account's opening
        }
      }
      boolean last = read == audit.size() || !sameEvent(line, audit.get(read));
      if (last && line.has("position_after")) {
        hold(line);
      }
    }
  }

  private static boolean sameEvent(JsonNode one, JsonNode other) {
    return one.path("event").asLong(-1) == other.path("event").asLong(-2);
  }

  /**
   * Money that is reserved for an entry is there when its order comes, and no order comes that
   * would trade with another of the account. One that came late is the broker's to judge, for the
   * market has gone on; and while there are shorts, it alone knows what they bind: their proceeds
   * show in the cash before they show in the position.
   */
  private void request(JsonNode line) {
    Instant sent = Instant.parse(line.path("sent").asText());
    boolean late = sent.plus(PROMPT).isBefore(Instant.parse(line.path("at").asText()));
    if (late) {
      return;
    }
    String id = line.path("client_order_id").asText();
    String said = line.path("message").asText("");
    require(!said.contains("wash trade"), line, id + " meets an order of the account: " + said);
    boolean shorts = positions.values().stream().anyMatch(position -> position.signum() < 0);
    boolean money = said.contains("USD (requested") || said.contains("buying power");
    require(shorts || !money, line, id + " finds no money: " + said);
  }

  private void order(JsonNode line) {
    Line order = line(line);
    if (order == null) {
      boolean touched = line.path("status").asText().matches("pending_.*|canceled|replaced");
      require(!touched, line, "an order of nobody here is touched: " + line);
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
        ledger.mayOrder(order.slot, order.generation, sent),
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
    int equals = same ? equalOnes.merge(name, 1, Integer::sum) : 0;
    require(
        equals != MOST_EQUAL_ONES + 1,
        line,
        order.slot + " puts orders in the place of equal ones, again and again");
  }

  private void withinTarget(Line order, JsonNode line) {
    Wish wish = ledger.wish(order.slot, order.generation);
    BigDecimal target = wish.quantity().orElseThrow().value();
    BigDecimal others =
        open.values().stream()
            .filter(other -> other.slot.equals(order.slot) && !other.id.equals(order.replaces))
            .map(Line::remaining)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal sum = share(order.key).owned.add(others).add(order.quantity);
    require(
        sum.compareTo(target.add(doubt(line.path("symbol").asText()))) <= 0,
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

  /** What must be so after every event. */
  private void hold(JsonNode line) {
    Line order = line(line);
    if (order == null) {
      return;
    }
    String symbol = line.path("symbol").asText();
    BigDecimal position = positions.getOrDefault(symbol, BigDecimal.ZERO);
    require(
        position.compareTo(number(line, "position_after")) == 0,
        line,
        "the position is " + line.path("position_after") + ", the fills say " + position);
    long inSlot =
        open.values().stream()
            .filter(other -> other.slot.equals(order.slot) && !isReplacement(other))
            .count();
    require(inSlot <= 1, line, inSlot + " open orders of " + order.slot);
    BigDecimal doubt = doubt(symbol);
    BigDecimal all = BigDecimal.ZERO;
    for (String key : shares.keySet()) {
      if (key.startsWith(symbol + "|")) {
        BigDecimal closing = closing(key);
        Share share = share(key);
        all = all.add(closing);
        require(
            closing.compareTo(share.owned.add(doubt)) <= 0,
            line,
            key + " would close " + closing + " of " + share.owned);
        require(share.owned.add(doubt).signum() >= 0, line, key + " owns " + share.owned);
      }
    }
    require(
        all.compareTo(position.abs()) <= 0,
        line,
        "open closing orders over " + all + " exceed the position " + position);
  }

  /** Of the exit slot; an order and its replacement fill once, as the larger. */
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

  /** An order of the slot met a fault; whether it arrived or not, the next one waits a while. */
  void attempted(String slot) {
    if (slot.endsWith(" exit")) {
      share(slot.substring(0, slot.indexOf(' '))).sent = clock.instant();
    }
  }

  /** Waits for the end of the order that it replaces; with that order's fill it is void. */
  private static boolean isReplacement(Line order) {
    return order.status.equals("pending_new");
  }

  /** What the old order had filled when the exchange took this replacement. */
  private BigDecimal filledBefore(Line replacement) {
    return filledBefore.getOrDefault(replacement.id, BigDecimal.ZERO);
  }

  /**
   * What a key may be wrong by: a broker takes fees in coin and does not say how many. A purchase
   * that met a quote costs a thousandth more than one that waited, and may look like one.
   */
  private BigDecimal doubt(String symbol) {
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

  /** A new process counts its own polls. */
  void launched(String slot) {
    uncovered.remove(slot);
    everUncovered.remove(slot);
    tooLittle.remove(slot);
  }

  /**
   * An exit watcher has polled.
   *
   * @param clean no fault struck in this poll and the one before it, no outcome is open
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
            && share.owned.multiply(last).compareTo(LEAST_ORDER) > 0
            && share.changed.plus(Duration.ofSeconds(20)).isBefore(now)
            && (share.sent.equals(Instant.MIN) || share.sent.plus(rest).isBefore(now));
    BigDecimal closing = closing(run.slot.key().toString());
    boolean open = counts && closing.signum() == 0;
    count(everUncovered, slot, open, POLLS_IN_A_RUNNING_MARKET, share, closing);
    boolean runs = runs(slot, last);
    if (!open || !runs) {
      count(uncovered, slot, open, POLLS_UNTIL_COVERED, share, closing);
    }
    boolean little =
        counts && closing.add(doubt(run.slot.key().symbol().text())).compareTo(share.owned) < 0;
    count(tooLittle, slot, little, POLLS_UNTIL_WHOLE, share, closing);
  }

  /** Watchers may share a quote for as long as {@link #SHARED}. */
  private boolean runs(String slot, BigDecimal last) {
    BigDecimal before = lastPrices.put(slot, last);
    boolean jumps =
        before == null || last.subtract(before).abs().compareTo(before.multiply(RUNNING)) > 0;
    if (jumps) {
      jumpedAt.put(slot, clock.instant());
    }
    return jumpedAt.getOrDefault(slot, Instant.EPOCH).plus(SHARED).isAfter(clock.instant());
  }

  private void count(
      Map<String, Integer> counts,
      String slot,
      boolean bad,
      int most,
      Share share,
      BigDecimal closing) {
    int polls = bad ? counts.merge(slot, 1, Integer::sum) : 0;
    if (!bad) {
      counts.remove(slot);
    }
    if (polls == most + 1) {
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
    boolean left = settled && share.owned.compareTo(doubt(run.slot.key().symbol().text())) > 0;
    String word = state.split(":")[0];
    if (left && run.wish.quantity().isEmpty()) {
      boolean kept = before.stream().allMatch(id -> isKept(orders.get(id)));
      boolean said = word.equals("expired_uncovered");
      if (!said || !kept) {
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

  /** Nobody may have an order in a slot that has ended, unless the operator was told. */
  void nothingLeft(ModelSlot run) {
    boolean must = run.slot.slot() == Slot.ENTRY && !run.wanted && !run.listed && !run.cancelling;
    if (must && !openOrders(run.slot.toString()).isEmpty()) {
      violated(
          clock.instant(),
          run.slot + " is over and has open orders " + openOrders(run.slot.toString()));
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

  private void violated(Instant at, String words) {
    violations.add(new Violation(at, words));
  }

  private void require(boolean holds, JsonNode line, String otherwise) {
    if (!holds) {
      violated(
          Instant.parse(line.path("at").asText()), "line " + line.path("seq") + ": " + otherwise);
    }
  }
}
