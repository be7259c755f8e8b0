package dev.maxdiff.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.maxdiff.domain.Symbol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Replays an exchange's audit log and checks promises P10 and P12 at every event. It shares no code
 * with the program: positions, ownership and cash are sums over the fills, and the exchange's own
 * figures must equal them.
 */
public final class AuditChecker {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ORDER_ID =
      Pattern.compile(
          "mdx-[A-Za-z0-9]{6}(?:[a-z0-9]{3})?-([A-Z0-9.-]+)-([bs])-([a-z0-9_]+)-([ex])-(\\d+)-\\d+");
  private static final BigDecimal DUST = new BigDecimal("0.00001");
  private static final Set<String> OVER =
      Set.of("filled", "canceled", "expired", "replaced", "rejected");

  /** One key's share of the account: signed quantity, cash flow in USD, number of fills. */
  public static final class Share {
    private BigDecimal owned = BigDecimal.ZERO;
    private BigDecimal bought = BigDecimal.ZERO;
    private BigDecimal cash = BigDecimal.ZERO;
    private final Set<String> entryOrders = new TreeSet<>();
    private int fills;

    public BigDecimal owned() {
      return owned;
    }

    /** The quantity that its entries have filled so far, fees included. */
    public BigDecimal bought() {
      return bought;
    }

    int fills() {
      return fills;
    }

    /** The permitted excess of its sales: a broker does not report the key of a rounded fee. */
    BigDecimal dust() {
      return bought.multiply(DUST);
    }

    /** Number of the key's entry orders that have filled, whole or in part. */
    public int entryOrders() {
      return entryOrders.size();
    }

    private BigDecimal magnitude(String key) {
      return key.contains("|buy|") ? owned : owned.negate();
    }

    /** Profit or loss in USD after fees; the quantity still owned counts at {@code price}. */
    BigDecimal profit(BigDecimal price) {
      return cash.add(owned.multiply(price));
    }
  }

  private record Slot(String symbol, String key, boolean exit) {
    @Override
    public String toString() {
      return key + (exit ? " exit" : " entry");
    }
  }

  /** The lines of the newest event so far. */
  private final List<JsonNode> event = new ArrayList<>();

  private final List<String> violations = new ArrayList<>();
  private final Map<String, JsonNode> orders = new LinkedHashMap<>();
  private final Map<String, Share> shares = new LinkedHashMap<>();
  private BigDecimal startCash = BigDecimal.ZERO;
  private BigDecimal cash = BigDecimal.ZERO;
  private final Map<String, BigDecimal> lastPrices = new LinkedHashMap<>();
  private final Map<String, Long> newestGenerations = new LinkedHashMap<>();
  private final boolean isShared;
  private final AuditOthers others = new AuditOthers();
  private long sequence;
  private int fills;
  private int posts;
  private int faults;

  AuditChecker() {
    this(false);
  }

  /**
   * @param isShared whether other clients trade on the account, too
   */
  private AuditChecker(boolean isShared) {
    this.isShared = isShared;
  }

  /** Reads the whole log; a last line without its end is left out. */
  public static AuditChecker of(Path audit) {
    return read(audit, new AuditChecker(false));
  }

  /** As {@link #of}, for an account on which other clients trade, too. */
  public static AuditChecker ofShared(Path audit) {
    return read(audit, new AuditChecker(true));
  }

  private static AuditChecker read(Path audit, AuditChecker checker) {
    try {
      String text = Files.exists(audit) ? Files.readString(audit) : "";
      checker.add(text.substring(0, text.lastIndexOf('\n') + 1));
      checker.concludeEvent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return checker;
  }

  /** Replays further whole lines; the last event is checked when the next event begins. */
  void add(String lines) throws JsonProcessingException {
    for (String line : lines.lines().toList()) {
      JsonNode node = JSON.readTree(line);
      if (!event.isEmpty() && !isSame(event.get(0), node)) {
        concludeEvent();
      }
      event.add(node);
    }
  }

  /** Checks the newest event, which is complete. */
  void concludeEvent() {
    check(event);
    event.clear();
  }

  /** Lines of one event are one instant. */
  private static boolean isSame(JsonNode one, JsonNode other) {
    return one.has("event") && one.path("event").asLong() == other.path("event").asLong(-1);
  }

  /** The violations, one line each. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  public int fills() {
    return fills;
  }

  /** Orders that the exchange accepted. */
  public int posts() {
    return posts;
  }

  /** The number of injected faults. */
  public int faults() {
    return faults;
  }

  /** The account's cash in USD, as last reported by the exchange. */
  public BigDecimal cash() {
    return cash;
  }

  /** The signed position of the symbol, from the fills. */
  public BigDecimal position(Symbol symbol) {
    return position(symbol.text());
  }

  public Set<String> keys() {
    return shares.keySet().stream()
        .filter(key -> !AuditOthers.isOther(key))
        .collect(Collectors.toSet());
  }

  /**
   * Whether the log alone tells what the key owns: nobody else has sold more of the symbol than
   * bought. Such a sale is written off what the keys own.
   */
  public boolean isCertain(String key) {
    return !others.haveSold(key.substring(0, key.indexOf('|')));
  }

  /** The share of a key such as {@code BTCUSD|buy|maxdiff}. */
  public Share share(String key) {
    return shares.getOrDefault(key, new Share());
  }

  public BigDecimal accountProfit() {
    return cash.subtract(startCash)
        .subtract(others.transfers())
        .add(
            sum(
                shares.entrySet().stream()
                    .map(line -> line.getValue().owned.multiply(lastPrice(line.getKey())))
                    .toList()));
  }

  public BigDecimal sumOfProfits() {
    return sum(
        shares.entrySet().stream()
            .map(line -> line.getValue().profit(lastPrice(line.getKey())))
            .toList());
  }

  /**
   * The quantity of a key such as {@code BTCUSD|buy|maxdiff} that the open orders of its exit do
   * not close, as a magnitude.
   */
  BigDecimal uncovered(String key) {
    BigDecimal closing =
        closing(open(), key.substring(0, key.indexOf('|'))).entrySet().stream()
            .filter(line -> line.getKey().key.equals(key))
            .map(Map.Entry::getValue)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return share(key).magnitude(key).subtract(closing).max(BigDecimal.ZERO);
  }

  /** {@link #uncovered} at the symbol's last price, in USD. */
  BigDecimal uncoveredValue(String key) {
    return uncovered(key).multiply(lastPrice(key));
  }

  /** The newest state of the open order of a slot such as {@code BTCUSD|buy|maxdiff exit}. */
  public Optional<JsonNode> openOrder(String slot) {
    return open().stream().filter(order -> slot(order).toString().equals(slot)).findFirst();
  }

  @Override
  public String toString() {
    String keys =
        shares.entrySet().stream()
            .map(
                line ->
                    "%s: %d fills, owns %s, profit %s"
                        .formatted(
                            line.getKey(),
                            line.getValue().fills(),
                            line.getValue().owned().toPlainString(),
                            line.getValue()
                                .profit(lastPrice(line.getKey()))
                                .setScale(2, RoundingMode.HALF_UP)))
            .collect(Collectors.joining("; "));
    return "%d lines, %d orders accepted, %d fills, account profit %s (sum %s); %s; %d violations"
        .formatted(
            sequence,
            posts,
            fills,
            accountProfit().setScale(2, RoundingMode.HALF_UP),
            sumOfProfits().setScale(2, RoundingMode.HALF_UP),
            keys,
            violations.size());
  }

  private void check(List<JsonNode> event) {
    for (JsonNode line : event) {
      inSequence(line);
      switch (line.path("type").asText()) {
        case "account" -> startCash = cash = number(line, "cash");
        case "request" -> request(line);
        case "order" -> order(line);
        case "fill" -> fill(line);
        case "transfer" -> transfer(line);
        case "fault" -> faults++;
        default -> violations.add("lines were lost: " + line);
      }
    }
    event.stream()
        .filter(line -> line.has("position_after"))
        .findFirst()
        .ifPresent(this::checkInvariants);
  }

  private void inSequence(JsonNode line) {
    long next = line.path("seq").asLong();
    if (next != sequence + 1) {
      violations.add("line " + next + " after line " + sequence);
    }
    sequence = next;
  }

  private void request(JsonNode line) {
    int status = line.path("status").asInt();
    boolean post = line.path("method").asText().equals("POST");
    if (status == 403 && !isSmallExit(line) && !isCausedByOthers(line)) {
      violations.add("403: " + line);
    } else if (post && status == 200) {
      posts++;
    }
  }

  private boolean isCausedByOthers(JsonNode line) {
    Matcher id = ORDER_ID.matcher(line.path("client_order_id").asText());
    return isShared && (!id.matches() || others.mayCause(line, id.group(1)));
  }

  private void transfer(JsonNode line) {
    if (!isShared) {
      violations.add("a transfer: " + line);
    }
    others.transferred(line);
    cash = number(line, "cash_after");
  }

  /** An exit is sent whatever its value: only the broker knows what it refuses for its size. */
  private static boolean isSmallExit(JsonNode line) {
    Matcher id = ORDER_ID.matcher(line.path("client_order_id").asText());
    boolean isExit = id.matches() && line.path("client_order_id").asText().contains("-x-");
    return isExit && line.path("message").asText().startsWith("cost basis must be");
  }

  /** A superseded generation must not place an order. */
  private void order(JsonNode line) {
    boolean placed = orders.put(line.path("id").asText(), line) == null;
    Matcher id = ORDER_ID.matcher(line.path("client_order_id").asText());
    if (placed && id.matches()) {
      long generation = Long.parseLong(id.group(5));
      long newest = newestGenerations.merge(slot(line).toString(), generation, Math::max);
      require(
          generation == newest,
          line.path("seq").asLong(),
          "an order of generation " + generation + " after one of " + newest);
    }
  }

  private void fill(JsonNode line) {
    fills++;
    Matcher id = ORDER_ID.matcher(line.path("client_order_id").asText());
    if (!id.matches() && !isShared) {
      violations.add("a fill without a key: " + line);
      return;
    }
    Slot slot = slot(line);
    lastPrices.put(slot.symbol, number(line, "price"));
    boolean buy = line.path("side").asText().equals("buy");
    BigDecimal quantity = number(line, "qty");
    BigDecimal coinFee = number(line, "fee_qty");
    BigDecimal value = quantity.multiply(number(line, "price"));
    Share share = shares.computeIfAbsent(slot.key, key -> new Share());
    share.fills++;
    share.owned = share.owned.add(buy ? quantity.subtract(coinFee) : quantity.negate());
    if (!slot.exit) {
      share.bought = share.bought.add(quantity);
      share.entryOrders.add(line.path("client_order_id").asText());
    }
    share.cash = share.cash.add(buy ? value.negate() : value);
    if (coinFee.signum() == 0) {
      share.cash = share.cash.subtract(number(line, "fee"));
    }
    cash = number(line, "cash_after");
    if (!id.matches()) {
      others.filled(line, slot.symbol, share.owned);
    }
  }

  /** Checks the invariants after an event. */
  private void checkInvariants(JsonNode line) {
    long seq = line.path("seq").asLong();
    String symbol = slot(line).symbol;
    requireEqual(seq, "position", number(line, "position_after"), position(symbol));
    requireEqual(
        seq,
        "cash",
        number(line, "cash_after"),
        startCash.add(others.transfers()).add(sumOfCash()));
    List<JsonNode> open = open();
    Map<String, Long> perSlot =
        open.stream()
            .filter(order -> !isReplacing(order, open))
            .filter(order -> !AuditOthers.isOther(slot(order).key))
            .collect(Collectors.groupingBy(order -> slot(order).toString(), Collectors.counting()));
    perSlot.forEach((slot, count) -> require(count == 1, seq, count + " open orders of " + slot));
    Map<Slot, BigDecimal> closing = closing(open, symbol);
    require(
        sum(closing.values()).compareTo(position(symbol).abs()) <= 0,
        seq,
        "open closing orders of " + closing + " exceed the position " + position(symbol));
    closing.forEach(
        (slot, quantity) ->
            require(
                quantity.compareTo(share(slot.key).owned.abs().add(share(slot.key).dust())) <= 0,
                seq,
                slot + " would close " + quantity + " of " + share(slot.key).owned));
    shares.forEach(
        (key, share) -> {
          BigDecimal magnitude = AuditOthers.isOther(key) ? BigDecimal.ZERO : share.magnitude(key);
          require(magnitude.compareTo(share.dust().negate()) >= 0, seq, key + " owns " + magnitude);
        });
  }

  /** The closing quantity per exit slot; an order and its replacement count once, the larger. */
  private static Map<Slot, BigDecimal> closing(List<JsonNode> open, String symbol) {
    Map<Slot, BigDecimal> closing = new LinkedHashMap<>();
    for (JsonNode order : open) {
      Slot slot = slot(order);
      if (slot.exit && slot.symbol.equals(symbol)) {
        closing.merge(
            slot,
            number(order, "qty").subtract(number(order, "filled_qty")),
            isReplacing(order, open) ? BigDecimal::max : BigDecimal::add);
      }
    }
    return closing;
  }

  private static boolean isReplacing(JsonNode order, List<JsonNode> open) {
    String replaces = order.path("replaces").asText("");
    return open.stream().anyMatch(other -> other.path("id").asText().equals(replaces));
  }

  private List<JsonNode> open() {
    return orders.values().stream()
        .filter(order -> !OVER.contains(order.path("status").asText()))
        .toList();
  }

  private BigDecimal position(String symbol) {
    return sum(
        shares.entrySet().stream()
            .filter(line -> line.getKey().startsWith(symbol + "|"))
            .map(line -> line.getValue().owned)
            .toList());
  }

  private BigDecimal lastPrice(String key) {
    return lastPrices.getOrDefault(key.substring(0, key.indexOf('|')), BigDecimal.ZERO);
  }

  private BigDecimal sumOfCash() {
    return sum(shares.values().stream().map(share -> share.cash).toList());
  }

  private static BigDecimal sum(Iterable<BigDecimal> values) {
    BigDecimal sum = BigDecimal.ZERO;
    for (BigDecimal value : values) {
      sum = sum.add(value);
    }
    return sum;
  }

  private static Slot slot(JsonNode line) {
    Matcher id = ORDER_ID.matcher(line.path("client_order_id").asText());
    if (!id.matches()) {
      String symbol = line.path("symbol").asText("?");
      return new Slot(symbol, AuditOthers.key(symbol), false);
    }
    String side = id.group(2).equals("b") ? "buy" : "sell";
    return new Slot(
        id.group(1), id.group(1) + "|" + side + "|" + id.group(3), id.group(4).equals("x"));
  }

  private void requireEqual(long seq, String what, BigDecimal reported, BigDecimal own) {
    require(
        reported.compareTo(own) == 0,
        seq,
        what + " is reported as " + reported + ", the fills give " + own);
  }

  private void require(boolean holds, long seq, String otherwise) {
    if (!holds) {
      violations.add("line " + seq + ": " + otherwise);
    }
  }

  private static BigDecimal number(JsonNode line, String field) {
    return new BigDecimal(Objects.requireNonNull(line.get(field), field).asText());
  }

  /** The client order ids of every accepted order of a slot. */
  Set<String> ordersOf(String slot) {
    Set<String> ids = new HashSet<>();
    orders.values().stream()
        .filter(order -> slot(order).toString().equals(slot))
        .forEach(order -> ids.add(order.path("client_order_id").asText()));
    return ids;
  }
}
