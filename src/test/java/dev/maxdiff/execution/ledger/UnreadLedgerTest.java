package dev.maxdiff.execution.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.OpaqueOrder;
import dev.maxdiff.broker.OpaquePosition;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.model.UnreadItems;
import dev.maxdiff.execution.model.UnreadOrder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What cannot be read never counts as nothing. */
class UnreadLedgerTest {

  private final FakeBroker broker = new FakeBroker();
  private final List<OwnOrder> own = new ArrayList<>();

  @Test
  void p14AnUnreadablePositionIsNotFlat() {
    bought(Samples.A, "1");
    bought(Samples.B, "2");

    PositionLedger ledger = ledger(List.of(), unread(List.of(), new OpaquePosition("BTCUSD", "x")));

    assertThat(ledger.symbolLedger(Samples.BTC).shortfall()).isZero();
    assertThat(ledger.symbolLedger(Samples.BTC).position()).isEqualByComparingTo("3");
    assertThat(ledger.frozen(Samples.A)).isPresent();
    assertThat(ledger.frozen(Samples.SHORT)).isEmpty();
  }

  /** It may be the position of the key, whose fills let one be expected. */
  @Test
  void p14APositionWithoutASymbolFreezesASymbolThatLacksItsPosition() {
    bought(Samples.A, "1");
    UnreadItems unread = unread(List.of(), new OpaquePosition("", "symbol: null"));

    assertThat(ledger(List.of(), unread).frozen(Samples.A)).isPresent();
    assertThat(ledger(List.of(), unread).freezing(Samples.BTC)).hasSize(1);
    assertThat(ledger(List.of(), unread).symbolLedger(Samples.BTC).shortfall()).isZero();
  }

  @Test
  void p14APositionWithoutASymbolFreezesNoOtherSymbol() {
    bought(Samples.A, "1");
    PositionLedger ledger =
        ledger(held("1"), unread(List.of(), new OpaquePosition("", "symbol: null")));

    assertThat(ledger.frozen(Samples.A)).isEmpty(); // its position is listed
    assertThat(ledger.frozen(Samples.SHORT)).isEmpty(); // it owns nothing
    assertThat(ledger.freezing(Samples.BTC)).isEmpty();
  }

  @Test
  void p14AForeignUnreadablePositionFreezesNoKeyOfAnotherSymbol() {
    bought(Samples.A, "1");

    PositionLedger ledger =
        ledger(held("1"), unread(List.of(), new OpaquePosition("ÖL/FUT", "qty: many")));

    assertThat(ledger.frozen(Samples.A)).isEmpty();
  }

  /** The unreadable order may have closed it: the other keys keep what they own. */
  @Test
  void p14AKeyWithAnUnreadableOrderBearsTheDifference() {
    bought(Samples.A, "1");
    bought(Samples.B, "2");

    SymbolLedger ledger =
        ledger(held("2.4"), unread(List.of(unreadOrder()))).symbolLedger(Samples.BTC);

    assertThat(ledger.owned(Samples.A)).isEqualByComparingTo("0.4");
    assertThat(ledger.owned(Samples.B)).isEqualByComparingTo("2");
    assertThat(ledger.shortfall()).isZero();
  }

  @Test
  void aLargerDifferenceThanTheKeyOwnsIsStillMissing() {
    bought(Samples.A, "1");
    bought(Samples.B, "2");

    SymbolLedger ledger =
        ledger(held("1.5"), unread(List.of(unreadOrder()))).symbolLedger(Samples.BTC);

    assertThat(ledger.owned(Samples.A)).isZero();
    assertThat(ledger.shortfall()).isEqualByComparingTo("0.5");
  }

  private static List<Position> held(String quantity) {
    BigDecimal held = new BigDecimal(quantity);
    return List.of(new Position(Samples.BTC, held, held, BigDecimal.TEN, BigDecimal.TEN));
  }

  private static UnreadItems unread(List<UnreadOrder> orders, OpaquePosition... positions) {
    return new UnreadItems(orders, List.of(), 0, List.of(positions));
  }

  private static UnreadOrder unreadOrder() {
    OpaqueOrder order =
        new OpaqueOrder("x", "mdx", "BTCUSD", "odd", true, null, "words", List.of(), "status: odd");
    return new UnreadOrder(Samples.A.slot(Slot.EXIT), order);
  }

  private PositionLedger ledger(List<Position> positions, UnreadItems unread) {
    return PositionLedger.of(CoinFees.NONE, positions, own, List.of(), Set.of()).withUnread(unread);
  }

  private void bought(WatcherKey key, String quantity) {
    ClientOrderId id = new ClientOrderId(Samples.US, key.slot(Slot.ENTRY), 1, own.size() + 1);
    String symbol = key.symbol().text();
    Order placed = broker.place(id.toString(), symbol, Side.BUY, quantity, "100");
    broker.fill(placed.id(), quantity);
    own.add(new OwnOrder(key.slot(Slot.ENTRY), 1, broker.order(placed.id()).orElseThrow()));
  }
}
