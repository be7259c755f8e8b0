package dev.maxdiff.execution.orders;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.Samples;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Random requests to the order manager of one symbol, with fills, failures and withdrawals at any
 * of its requests, and the trace of everything it does. The same seed gives the same requests.
 *
 * <p>It knows the order manager as a {@link Subject} only: this file, but for its imports, also
 * recorded the fixture with the blocking tasks of commit 8248f6a. It must not change without a new
 * recording.
 */
final class ConformanceScenario {

  /** The patience of a replacement and of a cancel of several orders. */
  static final Duration PATIENCE = Duration.ofMillis(250);

  private static final int STEPS = 300;

  /** The order manager that performs the tasks; answers are in words. */
  interface Subject {
    void admit(Wish wish, long generation);

    void retire(SlotId slot, long generation);

    void withdraw(SlotId slot);

    void pause(EntryPause pause);

    void resume();

    /** Compares ledger and position, as the observation of fills does. */
    void observe();

    /** Ends every unresolved intent, as the repeated lookup does. */
    void lookUpAll();

    /** Lets more than {@link #PATIENCE} pass. */
    void letTimePass();

    String place(Wish wish, long generation, OrderRequest request);

    String replace(Wish wish, long generation, String id, ReplaceRequest change);

    String cancel(Wish wish, long generation, String id);

    String cancelSlots(Set<SlotId> slots, boolean evenCurrent, Duration patience);

    String cancelSurplus(Duration patience);

    /** Returns the cash of the orders in transit, by slot. */
    Map<SlotId, BigDecimal> committed();
  }

  /** A request of the order manager. */
  private enum Call {
    INTENT,
    SUBMIT,
    REPLACE,
    CANCEL,
    ORDER,
    LOOKUP,
    /** A read of the account after the first cancel of the task. */
    LOOK
  }

  /** What happens when the order manager makes a request. */
  private enum Happening {
    FILL_PART,
    FILL_ALL,
    SETTLE,
    SUPERSEDE,
    WITHDRAW,
    TIME_PASSES,
    JOURNAL_SILENT,
    RESERVED,
    FORBIDDEN,
    UNPROCESSABLE,
    REJECTED,
    NOT_FOUND,
    RATE_LIMITED,
    UNAUTHORIZED,
    UNREACHABLE,
    TIMED_OUT,
    DEFECT,
    ANSWER_LOST,
    ANSWER_MALFORMED,
    HIDDEN,
    UNKNOWN
  }

  private static final List<Happening> FAILURES =
      List.of(
          Happening.RESERVED,
          Happening.FORBIDDEN,
          Happening.UNPROCESSABLE,
          Happening.REJECTED,
          Happening.NOT_FOUND,
          Happening.RATE_LIMITED,
          Happening.UNAUTHORIZED,
          Happening.UNREACHABLE,
          Happening.TIMED_OUT,
          Happening.ANSWER_LOST,
          Happening.ANSWER_MALFORMED);
  private static final List<Happening> SUBMIT_FAILURES =
      List.of(
          Happening.TIMED_OUT,
          Happening.ANSWER_LOST,
          Happening.ANSWER_MALFORMED,
          Happening.HIDDEN,
          Happening.HIDDEN,
          Happening.DEFECT);
  private static final List<Happening> READ_FAILURES =
      List.of(
          Happening.UNREACHABLE,
          Happening.TIMED_OUT,
          Happening.ANSWER_MALFORMED,
          Happening.RATE_LIMITED,
          Happening.UNAUTHORIZED,
          Happening.NOT_FOUND,
          Happening.DEFECT);
  private static final List<Happening> ENDS =
      List.of(
          Happening.SETTLE,
          Happening.SETTLE,
          Happening.SETTLE,
          Happening.FILL_ALL,
          Happening.TIME_PASSES,
          Happening.SUPERSEDE,
          Happening.WITHDRAW);

  private record Market(String read, Happening failure, Quote quote, boolean isTraded) {}

  private static final Quote USUAL = quote("100", "101", Duration.ofSeconds(1));
  private static final Market OPEN = new Market("", null, USUAL, true);

  private final long seed;
  private final Random random;
  private final FakeBroker broker = new FakeBroker();
  private final List<SlotId> slots;
  private final Symbol symbol;
  private final List<String> lines = new ArrayList<>();
  private final Map<SlotId, Wish> wishes = new HashMap<>();
  private final Map<SlotId, Long> generations = new HashMap<>();
  private final Set<SlotId> withdrawn = new HashSet<>();
  private final Map<String, List<Happening>> plan = new HashMap<>();
  private final Map<Call, Integer> calls = new HashMap<>();
  private Market market = OPEN;
  private String cash = "";
  private long nanos;
  private long driftNanos;
  private int strays;
  private boolean stale;
  private SlotId acting;
  private String target;
  private Subject subject;

  ConformanceScenario(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    String other = hasLongNames() ? "a_strategy_with_a_long_name" : "b";
    List<WatcherKey> keys =
        isCrypto()
            ? List.of(WatcherKey.parse("BTCUSD|buy|a"), WatcherKey.parse("BTCUSD|buy|" + other))
            : List.of(WatcherKey.parse("AAPL|buy|a"), WatcherKey.parse("AAPL|sell|" + other));
    this.symbol = keys.get(0).symbol();
    this.slots =
        keys.stream()
            .flatMap(key -> List.of(key.slot(Slot.ENTRY), key.slot(Slot.EXIT)).stream())
            .toList();
    broker.positionsLag = seed % 2 == 0;
    broker.hold(symbol.text(), "1.37");
    own(keys.get(seed % 8 == 7 ? 1 : 0));
    if (isCrypto()) {
      own(keys.get(1));
    }
    if (isPoor()) {
      broker.cash = new BigDecimal("250");
    }
    broker.publish();
  }

  /** Gives the key a position of one. */
  private void own(WatcherKey key) {
    SlotId entry = key.slot(Slot.ENTRY);
    String id = new ClientOrderId(Samples.US, entry, 1, 1).toString();
    broker.fill(broker.place(id, symbol.text(), key.side(), "1", "100").id(), "1");
  }

  private boolean isCrypto() {
    return seed % 4 != 3;
  }

  private boolean hasLongNames() {
    return seed % 8 == 5;
  }

  private boolean isPoor() {
    return seed % 8 == 6;
  }

  Symbol symbol() {
    return symbol;
  }

  Config settings() {
    String limits =
        switch ((int) (seed % 16)) {
          case 2 -> "brakes { order-notional = 150, symbol-notional = 360 },";
          case 10 -> "brakes { open-notional = 360 },";
          default -> "";
        };
    return ConfigFactory.parseString(
            "maxdiff.execution { crypto-fee = 0, crypto-taker-fee = 0, release-pause = 1ms,"
                + limits
                + (hasLongNames() ? "order-id-limit = 45," : "")
                + "release-patience = 250ms, request-timeout = 10s }")
        .withFallback(ConfigFactory.load());
  }

  /** The clock of the shared reads: every read is a new one, and no asset is remembered. */
  LongSupplier nanos() {
    return () -> ++nanos;
  }

  LongSupplier driftNanos() {
    return () -> driftNanos;
  }

  /** The broker as the order manager sees it. */
  Broker broker() {
    return (Broker)
        Proxy.newProxyInstance(
            Broker.class.getClassLoader(),
            new Class<?>[] {Broker.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "submit" -> traced(Call.SUBMIT, method, arguments);
                  case "replace" -> traced(Call.REPLACE, method, arguments);
                  case "cancel" -> traced(Call.CANCEL, method, arguments);
                  case "order" -> traced(Call.ORDER, method, arguments);
                  case "orderByClientOrderId" -> traced(Call.LOOKUP, method, arguments);
                  default -> accountRead(method, arguments);
                });
  }

  /** Performs all requests and returns the trace. */
  List<String> run(Subject performer) {
    subject = performer;
    slots.forEach(this::admit);
    for (int step = 0; step < STEPS; step++) {
      nanos += Duration.ofHours(25).toNanos();
      driftNanos += Duration.ofSeconds(random.nextInt(10)).toNanos();
      step(step);
    }
    return lines;
  }

  // ---- what the subject tells

  /** An intent becomes durable; false if the journal does not answer in time. */
  boolean written(String intent) {
    tellCash();
    tell("intent " + intent);
    return !happenings(Call.INTENT).contains(Happening.JOURNAL_SILENT);
  }

  void resolved(String clientOrderId, Object outcome, Instant takenAt) {
    tell("resolved " + clientOrderId + " " + outcome + " " + takenAt);
  }

  void published(String event) {
    tellCash();
    tell("event " + event);
  }

  /** The task has ended; its unresolved intents are not committed anew yet. */
  void ended() {
    tellCash();
  }

  static String words(Order order) {
    return "%s %s %s %s/%s at %s %s replaces %s"
        .formatted(
            order.id().substring(order.id().length() - 4),
            order.clientOrderId(),
            order.side(),
            order.filledQuantity().toPlainString(),
            order.quantity().toPlainString(),
            order.limitPrice().toPlainString(),
            order.status(),
            order.replaces() == null ? "none" : order.replaces().substring(32));
  }

  private void tell(String line) {
    lines.add("  " + line);
  }

  private void tellCash() {
    String now = new TreeMap<>(subject.committed()).toString();
    if (!now.equals(cash)) {
      cash = now;
      tell("committed " + now);
    }
  }

  // ---- the broker

  private Object traced(Call call, Method method, Object[] arguments) throws Throwable {
    tellCash();
    List<String> words = new ArrayList<>();
    for (Object argument : arguments) {
      words.add(String.valueOf(argument));
    }
    tell(call.name().toLowerCase(Locale.ROOT) + " " + String.join(" ", words));
    List<Happening> happenings = happenings(call);
    if (happenings.contains(Happening.UNKNOWN)) {
      tell("= unknown");
      return Optional.empty();
    }
    try {
      happenings.forEach(ConformanceScenario::failBefore);
      if (happenings.contains(Happening.HIDDEN)) {
        broker.failNext(FakeBroker.Fault.HIDDEN);
      }
      Object result = invoke(method, arguments);
      happenings.forEach(ConformanceScenario::failAfter);
      tell("= " + resultWords(result));
      return result;
    } catch (BrokerException e) {
      tell("! " + e.failure() + " " + e.status() + " " + e.code() + " " + e.getMessage());
      throw e;
    } catch (IllegalStateException e) {
      tell("! " + e.getMessage());
      throw e;
    }
  }

  private static String resultWords(Object result) {
    if (result instanceof Optional<?> found) {
      return found.map(ConformanceScenario::resultWords).orElse("none");
    }
    return result instanceof Order order ? words(order) : "done";
  }

  private Object invoke(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(broker, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void failBefore(Happening happening) {
    switch (happening) {
      case RESERVED ->
          throw new BrokerException(Failure.REJECTED, 403, 40310000, "insufficient qty available");
      case FORBIDDEN -> throw new BrokerException(Failure.REJECTED, 403, 0, "forbidden");
      case UNPROCESSABLE ->
          throw new BrokerException(
              Failure.REJECTED, 422, 42210000, "order is not in a state for this");
      case REJECTED -> throw new BrokerException(Failure.REJECTED, 0, 0, "no");
      case NOT_FOUND ->
          throw new BrokerException(Failure.NOT_FOUND, 404, 40410000, "order not found");
      case RATE_LIMITED ->
          throw new BrokerException(Failure.RATE_LIMITED, 429, 42910000, "too many requests");
      case UNAUTHORIZED ->
          throw new BrokerException(Failure.UNAUTHORIZED, 401, 40110000, "wrong keys");
      case UNREACHABLE ->
          throw new BrokerException(Failure.UNREACHABLE, 0, 0, "connection refused");
      case TIMED_OUT -> throw new BrokerException(Failure.UNRESOLVED, 0, 0, "timed out");
      case DEFECT -> throw new IllegalStateException("defect");
      default -> {}
    }
  }

  private static void failAfter(Happening happening) {
    switch (happening) {
      case ANSWER_LOST -> throw new BrokerException(Failure.UNRESOLVED, 504, 0, "gateway timeout");
      case ANSWER_MALFORMED -> throw new BrokerException(Failure.MALFORMED, 200, 0, "not JSON");
      default -> {}
    }
  }

  /** Account reads are not traced: their number may change. */
  private Object accountRead(Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("positions") && calls.containsKey(Call.CANCEL)) {
      happenings(Call.LOOK);
    }
    if (market.read().equals(method.getName())) {
      failBefore(market.failure());
      failAfter(market.failure());
    }
    Object result = invoke(method, arguments);
    if (method.getName().equals("quotes")) {
      return market.quote() == null ? Map.of() : Map.of(symbol, market.quote());
    }
    if (method.getName().equals("asset") && !market.isTraded()) {
      return ((Optional<?>) result).map(asset -> untraded((Asset) asset));
    }
    return result;
  }

  private static Asset untraded(Asset asset) {
    return new Asset(
        asset.symbol(),
        asset.increments(),
        asset.minimumOrder(),
        false,
        asset.fractionable(),
        asset.shortable());
  }

  private static Quote quote(String bid, String ask, Duration age) {
    return new Quote(
        new BigDecimal(bid),
        BigDecimal.ONE,
        new BigDecimal(ask),
        BigDecimal.ONE,
        FakeBroker.NOW.minus(age));
  }

  private List<Happening> happenings(Call call) {
    int count = calls.merge(call, 1, Integer::sum);
    List<Happening> now = plan.getOrDefault(call + "#" + count, List.of());
    now.forEach(this::happen);
    return now;
  }

  private void happen(Happening happening) {
    tell("(" + happening.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")");
    switch (happening) {
      case FILL_PART -> fillTarget("0.4");
      case FILL_ALL -> fillTarget("1");
      case SETTLE -> broker.settle();
      case SUPERSEDE -> admit(acting);
      case WITHDRAW -> withdraw(acting);
      case TIME_PASSES -> subject.letTimePass();
      default -> {}
    }
  }

  private void fillTarget(String part) {
    broker
        .order(target)
        .filter(Order::isOpen)
        .ifPresent(
            order ->
                broker.fill(
                    order.id(), order.remaining().multiply(new BigDecimal(part)).toPlainString()));
  }

  // ---- the steps

  private void step(int step) {
    SlotId slot = slots.get(random.nextInt(slots.size()));
    if (withdrawn.contains(slot) && random.nextInt(3) > 0) {
      admit(slot);
    }
    int kind = random.nextInt(100);
    if (kind < 5) {
      admit(slot);
    } else if (kind < 6) {
      withdraw(slot);
    } else if (kind < 40) {
      place(step, slot);
    } else if (kind < 63) {
      replace(step, slot);
    } else if (kind < 67) {
      cancel(step, slot);
    } else if (kind < 71) {
      cancelSlots(step, slot);
    } else if (kind < 74) {
      cancelSurplus(step, slot);
    } else if (kind < 85) {
      order(slot).filter(Order::isOpen).ifPresent(this::fill);
    } else if (kind < 93) {
      broker.reveal();
      subject.lookUpAll();
      broker.publish();
      subject.observe();
    } else if (kind < 97) {
      subject.observe();
    } else if (kind < 98) {
      stray(slot);
    } else {
      boolean everything = random.nextBoolean();
      subject.pause(
          new EntryPause(
              everything ? PauseScope.EVERYTHING : new PauseScope(symbol, null, null),
              "tired",
              FakeBroker.NOW,
              null));
    }
    if (kind % 6 == 0) {
      subject.resume();
    }
  }

  private void withdraw(SlotId slot) {
    withdrawn.add(slot);
    subject.withdraw(slot);
  }

  private void admit(SlotId slot) {
    long generation = generations.merge(slot, 1L, Long::sum);
    boolean forced = random.nextInt(5) == 0;
    Price price = price(slot.orderSide());
    Wish wish =
        slot.slot() == Slot.ENTRY
            ? Samples.entry(slot.key(), price.toString(), "3")
            : Samples.exit(slot.key(), price.toString(), forced, random.nextInt(3) == 0);
    wishes.put(slot, wish);
    withdrawn.remove(slot);
    subject.admit(wish, generation);
    if (generation > 1 && random.nextBoolean()) {
      subject.retire(slot, generation - 1);
    }
  }

  private void place(int step, SlotId slot) {
    OrderRequest request =
        new OrderRequest(
            symbol,
            random.nextInt(25) == 0 ? slot.orderSide().opposite() : slot.orderSide(),
            quantity(),
            price(slot.orderSide()),
            random.nextInt(8) == 0 ? TimeInForce.DAY : TimeInForce.GTC,
            null);
    begin(step, slot, "place " + request);
    if (random.nextInt(5) < 2) {
      plan(Call.SUBMIT, 1, SUBMIT_FAILURES, FAILURES);
      plan(Call.LOOKUP, 1, FAILURES);
    } else if (random.nextInt(6) == 0) {
      plan(
          Call.INTENT,
          1,
          List.of(Happening.SUPERSEDE, Happening.WITHDRAW, Happening.JOURNAL_SILENT));
    }
    end(subject.place(wishes.get(slot), generation(slot), request));
  }

  private void replace(int step, SlotId slot) {
    Optional<Order> found = order(slot);
    if (found.isEmpty()) {
      return;
    }
    Order old = found.get();
    ReplaceRequest change =
        new ReplaceRequest(
            random.nextInt(3) > 0 ? null : quantity(),
            random.nextInt(10) == 0 ? null : price(slot.orderSide()),
            random.nextInt(10) == 0 ? TimeInForce.DAY : null,
            null);
    begin(step, slot, "replace " + words(old) + " by " + change);
    target = old.id();
    broker.cancelsAtOnce = random.nextInt(3) > 0;
    if (!broker.cancelsAtOnce) {
      plan(Call.ORDER, 1 + random.nextInt(3), ENDS);
    }
    if (random.nextInt(4) == 0) {
      plan(Call.CANCEL, 1, FAILURES, List.of(Happening.FILL_PART, Happening.FILL_ALL));
    }
    if (random.nextInt(2) == 0) {
      plan(
          Call.REPLACE,
          1,
          FAILURES,
          SUBMIT_FAILURES,
          List.of(Happening.UNPROCESSABLE),
          List.of(Happening.FILL_PART));
    }
    if (random.nextInt(4) == 0) {
      for (int n = random.nextInt(3); n >= 0; n--) {
        plan(Call.SUBMIT, 1 + n, List.of(Happening.RESERVED));
      }
      plan(Call.SUBMIT, 2 + random.nextInt(2), ENDS, List.of(Happening.RESERVED));
    } else if (random.nextInt(4) == 0) {
      plan(Call.SUBMIT, 1, SUBMIT_FAILURES, FAILURES);
    }
    if (random.nextInt(5) == 0) {
      plan(Call.ORDER, 1 + random.nextInt(2), READ_FAILURES, List.of(Happening.UNKNOWN));
    }
    if (random.nextInt(12) == 0) {
      plan(
          Call.INTENT,
          1 + random.nextInt(2),
          List.of(Happening.SUPERSEDE, Happening.WITHDRAW, Happening.JOURNAL_SILENT));
    }
    plan(Call.ORDER, 4, List.of(Happening.TIME_PASSES)); // no wait ends by itself
    plan(Call.SUBMIT, 4, List.of(Happening.TIME_PASSES));
    end(subject.replace(wishes.get(slot), generation(slot), old.id(), change));
  }

  private void cancel(int step, SlotId slot) {
    Optional<Order> found = order(slot);
    if (found.isEmpty()) {
      return;
    }
    begin(step, slot, "cancel " + words(found.get()));
    broker.cancelsAtOnce = random.nextBoolean();
    if (random.nextInt(3) > 0) {
      plan(Call.CANCEL, 1, FAILURES);
    }
    end(subject.cancel(wishes.get(slot), generation(slot), found.get().id()));
  }

  private void cancelSlots(int step, SlotId slot) {
    Set<SlotId> some = random.nextBoolean() ? Set.of(slot) : Set.copyOf(slots);
    boolean evenCurrent = random.nextBoolean();
    Duration patience = random.nextInt(5) == 0 ? Duration.ZERO : PATIENCE;
    begin(
        step,
        slot,
        "cancel orders of "
            + some.stream().sorted().toList()
            + (evenCurrent ? ", even current ones, " : " ")
            + patience);
    planSeveral();
    end(subject.cancelSlots(some, evenCurrent, patience));
  }

  private void cancelSurplus(int step, SlotId slot) {
    order(slot).ifPresent(order -> stray(slot));
    Duration patience = random.nextInt(5) == 0 ? Duration.ZERO : PATIENCE;
    begin(step, slot, "cancel duplicates " + patience);
    planSeveral();
    end(subject.cancelSurplus(patience));
  }

  private void planSeveral() {
    broker.cancelsAtOnce = random.nextBoolean();
    if (random.nextInt(3) == 0) {
      plan(Call.CANCEL, 1 + random.nextInt(2), FAILURES);
    }
    plan(Call.LOOK, 1 + random.nextInt(3), List.of(Happening.SETTLE, Happening.TIME_PASSES));
    plan(Call.LOOK, 4, List.of(Happening.TIME_PASSES));
  }

  private void begin(int step, SlotId slot, String task) {
    plan.clear();
    calls.clear();
    acting = slot;
    target = "";
    market = random.nextInt(9) == 0 ? unusual() : OPEN;
    // sometimes an older generation asks
    if (random.nextInt(12) == 0 && generations.get(slot) > 1) {
      stale = true;
    }
    lines.add(
        "seed %d, step %d, %s, generation %d: %s"
                .formatted(seed, step, slot, generation(slot), task)
            + (market == OPEN ? "" : "; " + market));
  }

  private long generation(SlotId slot) {
    return generations.get(slot) - (stale ? 1 : 0);
  }

  private void end(String answer) {
    tellCash();
    tell("answer " + answer);
    stale = false;
    market = OPEN;
    plan.clear();
    broker.cancelsAtOnce = true;
    if (random.nextInt(3) > 0) {
      broker.settle();
    }
  }

  private Market unusual() {
    return switch (random.nextInt(8)) {
      case 0 -> new Market("", null, null, true);
      case 1 -> new Market("", null, quote("101", "100", Duration.ofSeconds(1)), true);
      case 2 -> new Market("", null, quote("100", "101", Duration.ofMinutes(5)), true);
      case 3 -> new Market("", null, USUAL, false);
      default ->
          new Market(
              any(List.of("positions", "orders", "account", "quotes", "asset")),
              any(READ_FAILURES),
              USUAL,
              true);
    };
  }

  @SafeVarargs
  private void plan(Call call, int count, List<Happening>... choices) {
    Happening one = any(choices[random.nextInt(choices.length)]);
    plan.computeIfAbsent(call + "#" + count, key -> new ArrayList<>()).add(one);
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Adds an order that did not pass the order manager: of the slot, or of somebody else. */
  private void stray(SlotId slot) {
    long number = 500 + ++strays;
    String id =
        random.nextInt(4) == 0
            ? "theirs-" + number
            : new ClientOrderId(Samples.US, slot, generations.get(slot), number).toString();
    Side side = slot.orderSide();
    broker.place(id, symbol.text(), side, "0.2", side == Side.BUY ? "80" : "120");
  }

  private void fill(Order order) {
    BigDecimal part =
        order.remaining().multiply(new BigDecimal(random.nextInt(1, 11))).movePointLeft(1);
    broker.fill(order.id(), part.toPlainString());
  }

  /** Returns an open order of the slot mostly, else any order. */
  private Optional<Order> order(SlotId slot) {
    List<Order> own =
        broker.open().stream()
            .filter(
                order ->
                    ClientOrderId.parse(order.clientOrderId())
                        .filter(id -> id.slot().equals(slot))
                        .isPresent())
            .toList();
    int choice = random.nextInt(20);
    List<Order> orders = choice == 0 ? broker.all() : choice == 1 ? broker.open() : own;
    return orders.isEmpty() ? Optional.empty() : Optional.of(any(orders));
  }

  private Price price(Side side) {
    if (random.nextInt(20) == 0) {
      return Price.parse(side == Side.BUY ? "50" : "200");
    }
    return Price.parse(
        String.valueOf(side == Side.BUY ? 90 + random.nextInt(12) : 99 + random.nextInt(16)));
  }

  private Quantity quantity() {
    return Quantity.parse(
        switch (random.nextInt(20)) {
          case 0 -> "0.0004";
          case 1 -> "0.05";
          case 2 -> "5";
          case 3, 4, 5, 6, 7, 8, 9, 10, 11 -> "1";
          case 12, 13 -> "2";
          default -> new BigDecimal(random.nextInt(1, 100)).movePointLeft(2).toPlainString();
        });
  }
}
