package dev.maxdiff.runtime.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.ledger.BrokerState;
import dev.maxdiff.execution.ledger.BrokerState.SymbolState;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.UnreadItems;
import dev.maxdiff.execution.orders.StoredIntents;
import dev.maxdiff.runtime.reconcile.ReconciliationDifference.Action;
import dev.maxdiff.runtime.reconcile.ReconciliationDifference.Cause;
import dev.maxdiff.runtime.reconcile.ReconciliationFindings.JournalSlot;
import dev.maxdiff.runtime.reconcile.ReconciliationFindings.Leftovers;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Differences in, causes and actions out. */
class ReconciliationTest {

  private static final String US = "abc123";
  private static final WatcherKey KEY = WatcherKey.parse("AAPL|buy|max");

  private final Map<SlotId, JournalSlot> journal = new HashMap<>();
  private final Map<SlotId, ClientOrderId> accepted = new HashMap<>();
  private final Set<ClientOrderId> unresolved = new HashSet<>();
  private final List<OwnOrder> own = new ArrayList<>();
  private final List<Order> foreign = new ArrayList<>();
  private UnreadItems unread = UnreadItems.NONE;
  private final List<SymbolState> symbols = new ArrayList<>();
  private Leftovers leftovers = Leftovers.NONE;
  private boolean cancelsEntries = true;

  @Test
  void equalRecordsHaveNoDifference() {
    journal.put(slot(Slot.EXIT), new JournalSlot(7, 5));
    ClientOrderId id = rests(Slot.EXIT, 7, OrderStatus.NEW);
    accepted.put(id.slot(), id);
    holds("10", "100", "10", "100");

    assertThat(differences()).isEmpty();
  }

  @ParameterizedTest // an own order rests at the broker; the journal's record of its slot
  @CsvSource({
    // slot, order's generation, journal's, wish's (0 = none), cancels entries; cause, action
    "ENTRY, 7, 7, 5, true, ,",
    "EXIT,  7, 9, 5, true, ,",
    "ENTRY, 7, 7, 0, true,  UNWANTED_SLOT, CANCEL",
    "ENTRY, 7, 7, 0, false, UNWANTED_SLOT, SHOW",
    "EXIT,  7, 7, 0, true,  UNWANTED_SLOT, SHOW",
    "ENTRY, 8, 7, 0, true,  UNKNOWN_GENERATION, CANCEL",
    "ENTRY, 8, 7, 0, false, UNKNOWN_GENERATION, CANCEL",
    "EXIT,  8, 7, 0, true,  UNKNOWN_GENERATION, SHOW",
    "ENTRY, 8, 7, 5, true,  UNKNOWN_GENERATION, TAKE_UP",
    "EXIT,  8, 7, 7, true,  UNKNOWN_GENERATION, TAKE_UP",
    "ENTRY, 1, -1, 0, true, LOST_STATE, SHOW",
    "EXIT,  1, -1, 0, true, LOST_STATE, SHOW",
  })
  void anOwnOrderIsComparedWithTheJournalsRecordOfItsSlot(
      Slot slot, long ordered, long known, long since, boolean cancels, Cause cause, Action act) {
    cancelsEntries = cancels;
    if (known >= 0) {
      journal.put(slot(slot), new JournalSlot(known, since));
    }
    ClientOrderId id = rests(slot, ordered, OrderStatus.NEW);

    if (cause == null) {
      assertThat(differences()).isEmpty();
    } else {
      ReconciliationDifference only = only();
      assertThat(only.cause()).isEqualTo(cause);
      assertThat(only.action()).isEqualTo(act);
      assertThat(only.slot()).isEqualTo(slot(slot));
      assertThat(only.words()).contains(id.toString());
    }
  }

  @Test
  void anOrderThatHasEndedIsNoDifference() {
    rests(Slot.ENTRY, 1, OrderStatus.FILLED);
    assertThat(differences()).isEmpty();
  }

  @Test
  void anOrphanedOrderNamesTheRemedies() {
    rests(Slot.EXIT, 3, OrderStatus.NEW);
    assertThat(only().line())
        .startsWith("reconcile: lost state -> show: AAPL order mdx-abc123-AAPL-b-max-x-3-1 (sell 2")
        .contains("'exit AAPL --side buy --strategy max …' takes it up")
        .contains("kill-all --cancel-orders cancels it")
        .doesNotContain("\n");
  }

  @ParameterizedTest // the journal has the order, the broker does not
  @CsvSource({"5, 5, true", "5, 7, true", "6, 5, false", "0, 7, false"})
  void anOrderMissingAtTheBrokerConcernsAStandingWishOnly(
      long since, long ordered, boolean concerns) {
    journal.put(slot(Slot.EXIT), new JournalSlot(7, since));
    accepted.put(slot(Slot.EXIT), id(Slot.EXIT, ordered));

    if (concerns) {
      assertThat(only().cause()).isEqualTo(Cause.ORDER_GONE);
      assertThat(only().action()).isEqualTo(Action.SHOW);
      assertThat(only().words()).contains("counts as never filled");
    } else {
      assertThat(differences()).isEmpty();
    }
  }

  @Test
  void anUnresolvedOrderIsFoundOrLookedUp() {
    journal.put(slot(Slot.ENTRY), new JournalSlot(4, 4));
    journal.put(slot(Slot.EXIT), new JournalSlot(4, 4));
    unresolved.add(rests(Slot.ENTRY, 4, OrderStatus.FILLED));
    unresolved.add(id(Slot.EXIT, 4));

    assertThat(differences())
        .extracting(
            ReconciliationDifference::cause,
            ReconciliationDifference::action,
            ReconciliationDifference::slot)
        .containsExactly(
            tuple(Cause.OUTCOME_FOUND, Action.DONE, slot(Slot.ENTRY)),
            tuple(Cause.OUTCOME_UNKNOWN, Action.HOLD_SLOT, slot(Slot.EXIT)));
  }

  @ParameterizedTest // position, its price, owned, its price
  @CsvSource({
    "10,   100,   10, 100, ,",
    "12,   100,   10, 100, POSITION_BEYOND_BOOK, SHOW",
    "3,    100,    0,   0, POSITION_BEYOND_BOOK, SHOW",
    "-3,   100,    0,   0, POSITION_BEYOND_BOOK, SHOW",
    "4,    100,   10, 100, POSITION_BELOW_BOOK, SHRINK",
    "0,      0,   10, 100, POSITION_BELOW_BOOK, SHRINK",
    // half of it sold, as much bought again: the price shows that there is no split
    "5,    100,   10, 100, POSITION_BELOW_BOOK, SHRINK",
    "20,    98,   10, 100, POSITION_BEYOND_BOOK, SHOW",
    "40,    25,   10, 100, SPLIT, PAUSE_ENTRIES",
    "15, 66.67,   10, 100, SPLIT, PAUSE_ENTRIES",
    "1,   1000,   10, 100, SPLIT, PAUSE_ENTRIES",
    "-40,   25,  -10, 100, SPLIT, PAUSE_ENTRIES",
    "0.5, 2000,   10, 100, SPLIT, PAUSE_ENTRIES",
  })
  void aPositionIsComparedWithWhatTheKeysOwn(
      String position, String price, String owned, String paid, Cause cause, Action action) {
    holds(position, price, owned, paid);

    if (cause == null) {
      assertThat(differences()).isEmpty();
    } else {
      assertThat(only().cause()).isEqualTo(cause);
      assertThat(only().action()).isEqualTo(action);
      assertThat(only().symbol()).isEqualTo(Symbol.parse("AAPL"));
      assertThat(only().words()).contains("the broker holds " + position);
    }
  }

  @Test
  void coinsAreNeverSplit() {
    symbols.add(state("BTCUSD", "40", "25", "10", "100"));
    assertThat(only().cause()).isEqualTo(Cause.POSITION_BEYOND_BOOK);
  }

  @ParameterizedTest
  @CsvSource({"40, 25, 4 for 1", "15, 66.67, 3 for 2", "1, 1000, 1 for 10", "200, 5, 20 for 1"})
  void aSplitIsNamed(String position, String price, String ratio) {
    assertThat(CorporateActions.ratio(state("AAPL", position, price, "10", "100"))).contains(ratio);
  }

  @ParameterizedTest
  @CsvSource({"37, 27.03", "20, 98", "10, 100", "20, 55"})
  void aTradeIsNoSplit(String position, String price) {
    assertThat(CorporateActions.ratio(state("AAPL", position, price, "10", "100"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "by-hand-1, FOREIGN_ORDER",
    "mdx-zzzzzz-AAPL-b-max-e-1-1, OTHER_INSTALLATION",
    "mdx-broken, OTHER_INSTALLATION"
  })
  void foreignOrdersAreShownAndNeverChanged(String id, Cause cause) {
    foreign.add(order(id, Side.BUY, OrderStatus.NEW));
    assertThat(only().cause()).isEqualTo(cause);
    assertThat(only().action()).isEqualTo(Action.SHOW);
    assertThat(only().words()).contains(id).contains("never touched");
  }

  @Test
  void leftoversOfTheMachineAreReported() {
    leftovers = new Leftovers(2, List.of("a.json", "b.json"), "");
    assertThat(differences())
        .extracting(ReconciliationDifference::line)
        .containsExactly(
            "reconcile: orphaned process -> done: 2 processes of an earlier runtime were running;"
                + " they have ended",
            "reconcile: stale file -> done: active in the file, not running: a.json, b.json");
  }

  @Test
  void aLostStateThatIsTakenOverIsReported() {
    leftovers = new Leftovers(0, List.of(), US);
    rests(Slot.ENTRY, 3, OrderStatus.FILLED);
    assertThat(only().line())
        .startsWith("reconcile: lost state -> done: installation abc123 and its 1 orders");
  }

  @ParameterizedTest // the newest order's installation, unless the present one ever ordered
  @CsvSource({
    "mine00, mdx-lost00-AAPL-b-max-e-1-1 mdx-lost01-AAPL-b-max-e-1-1, lost01",
    "mine00, by-hand mdx-lost00-AAPL-b-max-e-1-1, lost00",
    "mine00, mdx-mine00-AAPL-b-max-e-1-1 mdx-lost00-AAPL-b-max-e-1-1, ",
    "mine00, by-hand, "
  })
  void aLostInstallationIsFoundInTheOrders(String present, String ids, String lost) {
    List<Order> orders = new ArrayList<>();
    for (String id : ids.split(" ")) {
      orders.add(0, at(order(id, Side.BUY, OrderStatus.NEW), orders.size()));
    }
    assertThat(LostInstallation.find(orders, present)).isEqualTo(Optional.ofNullable(lost));
  }

  private List<ReconciliationDifference> differences() {
    return Reconciliation.of(
        new ReconciliationFindings(
            journal,
            new StoredIntents(accepted, unresolved),
            leftovers,
            new BrokerState(own, foreign, unread, symbols),
            cancelsEntries));
  }

  private ReconciliationDifference only() {
    assertThat(differences()).hasSize(1);
    return differences().get(0);
  }

  private ClientOrderId rests(Slot slot, long generation, OrderStatus status) {
    ClientOrderId id = id(slot, generation);
    own.add(
        new OwnOrder(id.slot(), generation, order(id.toString(), id.slot().orderSide(), status)));
    return id;
  }

  private static SlotId slot(Slot slot) {
    return KEY.slot(slot);
  }

  private static ClientOrderId id(Slot slot, long generation) {
    return new ClientOrderId(US, slot(slot), generation, 1);
  }

  private void holds(String position, String price, String owned, String paid) {
    symbols.add(state("AAPL", position, price, owned, paid));
  }

  /** The ledger's quantity, without fees. */
  private static SymbolState state(
      String symbol, String position, String price, String owned, String paid) {
    BigDecimal held = new BigDecimal(position);
    BigDecimal ours = new BigDecimal(owned);
    BigDecimal beyond = held.subtract(ours);
    boolean isMissing = beyond.signum() != 0 && beyond.signum() == -ours.signum();
    return new SymbolState(
        Symbol.parse(symbol),
        held,
        new BigDecimal(price),
        ours,
        new BigDecimal(paid),
        isMissing ? beyond.abs() : BigDecimal.ZERO,
        isMissing ? BigDecimal.ZERO : beyond);
  }

  private static Order order(String id, Side side, OrderStatus status) {
    return new Order(
        "broker-" + id,
        id,
        Symbol.parse("AAPL"),
        side,
        "limit",
        TimeInForce.GTC,
        new BigDecimal("2"),
        BigDecimal.ZERO,
        null,
        new BigDecimal("100"),
        status,
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH,
        null,
        null,
        null,
        null,
        null);
  }

  private static Order at(Order order, long second) {
    return new Order(
        order.id(),
        order.clientOrderId(),
        order.symbol(),
        order.side(),
        order.type(),
        order.timeInForce(),
        order.quantity(),
        order.filledQuantity(),
        null,
        order.limitPrice(),
        order.status(),
        order.createdAt(),
        Instant.ofEpochSecond(second),
        order.updatedAt(),
        null,
        null,
        null,
        null,
        null);
  }
}
