package dev.maxdiff.execution.risk;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.B;
import static dev.maxdiff.execution.model.Samples.BTC;
import static dev.maxdiff.execution.model.Samples.own;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.gateway.GatewayJson;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.ObservedQuote;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.model.WatcherAuthority;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each pre-trade check alone: A owns 0.3 and B 0.2 of a position of 0.5; the quote is 100 / 101.
 */
class PreTradeChecksTest {

  private static final ExecutionSettings SETTINGS = Samples.settings();
  private static final String PASSES = "passes";

  private final List<OwnOrder> orders = new ArrayList<>();
  private final List<OrderIntent> underway = new ArrayList<>();
  private String position = "0.5";
  private Quote quote = quote("100", "101");
  private Duration age = Duration.ofSeconds(1);
  private boolean isCurrent = true;
  private boolean isUnresolved;
  private Optional<String> unreadable = Optional.empty();
  private boolean isFrozen;
  private String claimable = "0";
  private String allowance = "1000";
  private Exposure exposure = Exposure.NONE;
  private EntryPause pause;
  private ExecutionSettings settings = SETTINGS;

  PreTradeChecksTest() {
    filled(A, "0.3");
    filled(B, "0.2");
  }

  private static Quote quote(String bid, String ask) {
    return new Quote(
        new BigDecimal(bid), BigDecimal.ONE, new BigDecimal(ask), BigDecimal.ONE, Samples.AT);
  }

  private void filled(WatcherKey key, String quantity) {
    orders.add(
        own(key.slot(Slot.ENTRY), orders.size(), quantity, quantity, "90", OrderStatus.FILLED));
  }

  private OwnOrder open(WatcherKey key, Slot slot, String quantity, String at) {
    OwnOrder own = own(key.slot(slot), orders.size(), quantity, "0", at, OrderStatus.NEW);
    orders.add(own);
    return own;
  }

  private void sent(WatcherKey key, Slot slot, String quantity, String at, String replaces) {
    underway.add(Samples.intent(key.slot(slot), 7, quantity, at, replaces));
  }

  private String exit(String quantity, String price) {
    return check(Samples.exit(A, price), quantity, price, null);
  }

  private String entry(String quantity, String price) {
    return check(Samples.entry(A, price, "1"), quantity, price, null);
  }

  private String check(Wish wish, String quantity, String price, OwnOrder replaced) {
    var ledger = ledger();
    WatcherAuthority authority = new WatcherAuthority(wish, 1);
    ProposedOrder order =
        new ProposedOrder(
            authority,
            authority.slot().orderSide(),
            new BigDecimal(quantity),
            Price.parse(price),
            TimeInForce.GTC,
            replaced == null ? null : replaced.order());
    RiskContext context = riskContext(ledger, A);
    return PreTradeChecks.check(settings.risk(), order.placed(context), context)
        .map(OrderRefusal::reason)
        .orElse(PASSES);
  }

  private PositionLedger ledger() {
    return PositionLedger.of(
        CoinFees.NONE, List.of(Samples.position("BTCUSD", position)), orders, List.of(), Set.of());
  }

  @ParameterizedTest
  @CsvSource({
    "0.3,      110,   passes",
    "0.30009,  110,   passes", // rounded down to the increment before the checks
    "0.3001,   110,   beyond_book", // A may not close the share of B
    "0.00005,  110,   too_small",
    "0.0005,   110,   too_small", // below the asset's minimum
    "0.01,     110,   passes", // the broker's minimum value is the broker's word
    "0.3,      100,   passes", // the market has passed it
    "0.3,      60,    passes",
    "0.3,      100.001, passes", // a sell is rounded up, away from the market
    "0.3,      120,   passes",
    "0.3,      500,   passes",
  })
  void exits(String quantity, String price, String outcome) {
    assertThat(exit(quantity, price)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "0.7,    95,     passes",
    "0.7001, 95,     above_target", // the target is 1, 0.3 are owned
    "0.5,    101,    passes", // rests at the bid
    "0.5,    150,    passes",
    "0.09,   95,     too_small",
    "0.5,    80.8,   passes",
    "0.5,    80.79,  far_off",
  })
  void entries(String quantity, String price, String outcome) {
    assertThat(entry(quantity, price)).isEqualTo(outcome);
  }

  /** 0.3 are owned; 10 USD at 95 are 0.1053. */
  @ParameterizedTest
  @CsvSource({
    "0.35, 0.1053, passes",
    "0.35, 0.1054, above_target",
    "0.35, 0.05, too_small",
    "0.3, 0.1053, above_target",
    "0.2, 0.1053, above_target"
  })
  void anEntryMayBeRaisedToTheMinimumValueAndNoFurther(
      String target, String quantity, String outcome) {
    assertThat(check(Samples.entry(A, "95", target), quantity, "95", null)).isEqualTo(outcome);
  }

  /** The watcher has raised it at 101; it is sent at the bid, 100, where 0.0991 are 9.91 USD. */
  @Test
  void aRaisedEntryKeepsTheMinimumValueAtThePriceThatIsSent() {
    assertThat(check(Samples.entry(A, "101", "0.35"), "0.0991", "100", null)).isEqualTo(PASSES);
  }

  @Test
  void forceAllowsMarketableAndFarPricesOnly() {
    assertThat(check(Samples.exit(A, "99", true, false), "0.3", "99", null)).isEqualTo(PASSES);
    assertThat(check(Samples.exit(A, "500", true, false), "0.3", "500", null)).isEqualTo(PASSES);
    assertThat(check(Samples.exit(A, "99", true, false), "0.4", "99", null))
        .isEqualTo("beyond_book");
  }

  @Test
  void aStaleGenerationIsTheFirstRefusal() {
    isCurrent = false;
    isUnresolved = true;

    assertThat(exit("9", "1")).isEqualTo("stale_generation");
  }

  @Test
  void nothingLeavesWhileAnIntentIsUnresolved() {
    isUnresolved = true;

    assertThat(exit("0.3", "110")).isEqualTo("unresolved_intent");
  }

  @ParameterizedTest
  @CsvSource({"0, 101", "100, 0", "102, 101"})
  void anEntryNeedsATwoSidedQuoteThatIsNotCrossed(String bid, String ask) {
    quote = quote(bid, ask);

    assertThat(entry("0.3", "95")).isEqualTo("unusable_quote");
    assertThat(exit("0.3", "110")).isEqualTo(PASSES);
  }

  @Test
  void anEntryNeedsARecentQuote() {
    age = Duration.ofSeconds(60);
    assertThat(entry("0.3", "95")).isEqualTo(PASSES);
    age = Duration.ofMillis(60_001);
    assertThat(entry("0.3", "95")).isEqualTo("stale_quote");
    quote = null;
    assertThat(entry("0.3", "95")).isEqualTo("no_quote");
  }

  /** Thin names quote minutes apart, and a sell limit cannot fill below itself. */
  @Test
  void anExitNeedsNoQuote() {
    age = Duration.ofHours(17);
    assertThat(exit("0.3", "110")).isEqualTo(PASSES);
    quote = null;
    assertThat(exit("0.3", "110")).isEqualTo(PASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "EXIT,  110,    110, 110", // not passed
    "EXIT,  99,     99,  99.5", // passed: half a percent below the bid
    "EXIT,  99.9,   99,  99.9", // the sender's price is better than the wish
    "EXIT,  60,     99,  99.5", // never worse than the wish
    "EXIT,  109,    110, 110",
    "ENTRY, 95,     95,  95",
    "ENTRY, 101,    101, 100", // passed: at the bid
    "ENTRY, 100.5,  99,  99" // never worse than the wish
  })
  void anOrderIsPlacedAtTheOneRulesPrice(Slot slot, String sent, String wished, String placed) {
    assertThat(placed(slot, sent, wished)).isEqualTo(Price.parse(placed));
  }

  /** Returns the price at which an order is placed that a watcher of A requests at another. */
  private Price placed(Slot slot, String sent, String wished) {
    Wish wish = slot == Slot.EXIT ? Samples.exit(A, wished) : Samples.entry(A, wished, "1");
    WatcherAuthority authority = new WatcherAuthority(wish, 1);
    ProposedOrder order =
        new ProposedOrder(
            authority,
            authority.slot().orderSide(),
            new BigDecimal("0.3"),
            Price.parse(sent),
            TimeInForce.GTC,
            null);
    return order.placed(riskContext(ledger(), A)).price();
  }

  private static Asset asset(WatcherKey key) {
    return new Asset(
        key.symbol(),
        new Increments(new BigDecimal("0.01"), new BigDecimal("0.0001")),
        new BigDecimal("0.001"),
        true,
        true,
        false);
  }

  private Optional<ObservedQuote> observed() {
    return Optional.ofNullable(quote).map(seen -> new ObservedQuote(seen, age));
  }

  private RiskContext riskContext(PositionLedger ledger, WatcherKey key) {
    return new RiskContext(
        ledger.symbolLedger(key.symbol()),
        asset(key),
        observed(),
        isCurrent,
        isUnresolved,
        new InFlightOrders(underway),
        isFrozen,
        unreadable,
        new BigDecimal(claimable),
        new EntryLimits(
            new BigDecimal(allowance), exposure, Optional.ofNullable(pause), BigDecimal.ZERO));
  }

  @Test
  void p14AnUnreadableOrderOfTheKeyRefusesItsOrders() {
    assertThat(exit("0.1", "112")).isEqualTo(PASSES);

    unreadable = Optional.of("not readable: order x: status: odd");

    assertThat(exit("0.1", "112")).isEqualTo("not_readable");
  }

  @Test
  void aSlotHasOneOpenOrder() {
    OwnOrder first = open(A, Slot.EXIT, "0.3", "110");

    assertThat(exit("0.1", "112")).isEqualTo("order_open");
    assertThat(check(Samples.exit(B, "112"), "0.2", "112", null)).isEqualTo(PASSES);
    assertThat(check(Samples.exit(A, "112"), "0.3", "112", first)).isEqualTo(PASSES);
  }

  @Test
  void anOrderThatIsBeingCancelledStillHoldsTheSlot() {
    orders.add(own(A.slot(Slot.EXIT), 9, "0.3", "0", "110", OrderStatus.PENDING_CANCEL));

    assertThat(exit("0.3", "112")).isEqualTo("awaiting_release");
  }

  @Test
  void openClosingOrdersNeverExceedThePosition() {
    position = "0.4"; // the position does not show the fill of B yet
    open(B, Slot.EXIT, "0.2", "110");

    assertThat(exit("0.3", "110")).isEqualTo("beyond_position");
    assertThat(exit("0.2", "110")).isEqualTo(PASSES);
  }

  @Test
  void anOrderAndItsReplacementCountOnce() {
    position = "0.5";
    OwnOrder old = open(B, Slot.EXIT, "0.2", "110");
    var next = own(B.slot(Slot.EXIT), 8, "0.2", "0", "111", OrderStatus.NEW);
    orders.add(
        new OwnOrder(
            next.slot(),
            1,
            new dev.maxdiff.broker.Order(
                "next",
                next.order().clientOrderId(),
                BTC,
                next.order().side(),
                "limit",
                TimeInForce.GTC,
                next.order().quantity(),
                BigDecimal.ZERO,
                null,
                next.order().limitPrice(),
                OrderStatus.NEW,
                Samples.AT,
                Samples.AT,
                Samples.AT,
                null,
                null,
                null,
                old.order().id(),
                null)));

    assertThat(exit("0.3", "110")).isEqualTo(PASSES);
  }

  @Test
  void whatIsClaimedMayBeClosedToo() {
    position = "0.7";
    claimable = "0.2";

    assertThat(exit("0.5", "110")).isEqualTo(PASSES);
    assertThat(exit("0.5001", "110")).isEqualTo("beyond_book");
  }

  @Test
  void neverABuyAtOrAboveAnOwnSell() {
    quote = quote("100", "130");
    open(B, Slot.EXIT, "0.2", "105");

    assertThat(check(Samples.entry(A, "105", "1"), "0.5", "105", null)).isEqualTo("wash_trade");
    assertThat(check(Samples.entry(A, "104.99", "1"), "0.5", "104.99", null)).isEqualTo(PASSES);
  }

  @Test
  void neverASellAtOrBelowAnOwnBuy() {
    quote = quote("90", "130");
    open(B, Slot.ENTRY, "0.2", "95");

    assertThat(placed(Slot.EXIT, "95", "95")).isEqualTo(Price.parse("95.01"));
    assertThat(placed(Slot.EXIT, "95.02", "95")).isEqualTo(Price.parse("95.02"));
    assertThat(exit("0.3", "95")).isEqualTo(PASSES);
  }

  /** The other order may arrive between the read of the broker and this order. */
  @Test
  void neverABuyAtOrAboveASellThatMayBeOnItsWay() {
    quote = quote("100", "130");
    sent(B, Slot.EXIT, "0.2", "105", null);

    assertThat(check(Samples.entry(A, "105", "1"), "0.5", "105", null)).isEqualTo("wash_trade");
    assertThat(check(Samples.entry(A, "104.99", "1"), "0.5", "104.99", null)).isEqualTo(PASSES);
  }

  @Test
  void neverASellAtOrBelowABuyThatMayBeOnItsWay() {
    quote = quote("90", "130");
    sent(B, Slot.ENTRY, "0.2", "95", null);

    assertThat(placed(Slot.EXIT, "95", "95")).isEqualTo(Price.parse("95.01"));
    assertThat(placed(Slot.EXIT, "95.02", "95")).isEqualTo(Price.parse("95.02"));
    assertThat(exit("0.3", "95")).isEqualTo(PASSES);
  }

  @Test
  void closingOrdersThatMayBeOnTheirWayCountAsOpen() {
    position = "0.4";
    sent(B, Slot.EXIT, "0.2", "110", null);

    assertThat(exit("0.3", "110")).isEqualTo("beyond_position");
    assertThat(exit("0.2", "110")).isEqualTo(PASSES);
  }

  @Test
  void anOpenOrderAndItsReplacementOnTheWayCountOnce() {
    OwnOrder old = open(B, Slot.EXIT, "0.2", "110");
    sent(B, Slot.EXIT, "0.2", "111", old.order().id());

    assertThat(exit("0.3", "110")).isEqualTo(PASSES);
  }

  @Test
  void anEntryAgainstTheNetPositionWaits() {
    position = "-0.1";

    assertThat(entry("0.5", "95")).isEqualTo("blocked_opposite_side");
  }

  @Test
  void anEntryNeedsItsShareOfTheCash() {
    allowance = "47.5";
    assertThat(entry("0.5", "95")).isEqualTo(PASSES);
    allowance = "47.49";
    assertThat(entry("0.5", "95")).isEqualTo("no_cash");
    assertThat(exit("0.3", "110")).isEqualTo(PASSES);
  }

  @Test
  void aPausedOrLimitedEntryIsDeniedAndExitsGoOn() {
    pause = new EntryPause(PauseScope.EVERYTHING, "tired", Samples.AT, null);
    assertThat(entry("0.5", "95")).isEqualTo("paused");
    assertThat(exit("0.3", "110")).isEqualTo(PASSES);

    pause = null;
    settings =
        ExecutionSettings.from(
            ConfigFactory.parseString("maxdiff.execution.brakes.open-notional = 1000")
                .withFallback(ConfigFactory.load()),
            Venue.EMBEDDED);
    exposure = new Exposure(BigDecimal.ZERO, new BigDecimal("999"));
    assertThat(entry("0.5", "95")).isEqualTo("brake_open_notional");
    assertThat(exit("0.3", "110")).isEqualTo(PASSES);
  }

  @Test
  void aFrozenSymbolTakesNoEntryButExits() {
    isFrozen = true;

    assertThat(entry("0.5", "95")).isEqualTo("frozen");
    assertThat(exit("0.3", "110")).isEqualTo(PASSES);
  }

  @Test
  void aRefusalIsInTheBrokersFormAndNamesTheOrderInTheWay() {
    OwnOrder first = open(A, Slot.EXIT, "0.3", "110");
    var ledger = PositionLedger.of(CoinFees.NONE, List.of(), orders, List.of(), Set.of());
    WatcherAuthority authority = new WatcherAuthority(Samples.exit(A, "112"), 1);
    ProposedOrder order =
        new ProposedOrder(
            authority,
            authority.slot().orderSide(),
            new BigDecimal("0.1"),
            Price.parse("112"),
            TimeInForce.GTC,
            null);
    RiskContext riskContext =
        new RiskContext(
            ledger.symbolLedger(BTC),
            Samples.BTC_ASSET,
            Optional.of(new ObservedQuote(quote, age)),
            true,
            false,
            InFlightOrders.NOTHING,
            false,
            Optional.empty(),
            BigDecimal.ZERO,
            EntryLimits.NONE);

    OrderRefusal refused = PreTradeChecks.check(SETTINGS.risk(), order, riskContext).orElseThrow();

    assertThat(GatewayJson.status(refused)).isEqualTo(403);
    assertThat(GatewayJson.code(refused)).isEqualTo(40310000);
    assertThat(refused.message()).startsWith("denied: ").contains(first.order().id());
  }
}
