package dev.maxdiff.broker.paper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.StoredExchangeNames;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.runtime.context.JournalNames;
import dev.maxdiff.state.journal.StoredNames;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The stored forms; the program of commit 8248f6a, which had format 1, wrote each JSON under the
 * former class name. A change that fails here needs a migration, not a new expectation.
 */
class ExchangeJournalFormatTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(JournalNames.migrations().withFallback(ConfigFactory.load()));
  private static final int JACKSON_JSON = 31;
  private static final String FORMER = "dev.maxdiff.broker.paper.";
  private static final Instant AT = Instant.parse("2026-01-05T15:00:00Z");
  private static final Instant DUE = Instant.parse("2026-01-05T15:00:00.250Z");
  private static final Symbol BTC = Symbol.parse("BTCUSD");
  private static final ExchangeOrder ORDER =
      new ExchangeOrder(
          "o-1",
          1,
          terms("101.25", TimeInForce.GTC, "mine"),
          OrderStatus.NEW,
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          AT,
          AT,
          null,
          null,
          null,
          null,
          null,
          null,
          null);
  private static final ExchangeOrder REPLACEMENT =
      new ExchangeOrder(
          "o-2",
          2,
          terms("102.5", TimeInForce.DAY, "mine-2"),
          OrderStatus.PENDING_NEW,
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          AT,
          AT,
          null,
          null,
          DUE,
          Instant.parse("2026-01-05T21:00:00Z"),
          "o-1",
          null,
          new BigDecimal("0.1"));
  private static final ExchangeOrder FILLED =
      new ExchangeOrder(
          "o-0",
          1,
          ORDER.terms(),
          OrderStatus.FILLED,
          new BigDecimal("0.5"),
          new BigDecimal("50.625"),
          AT,
          AT,
          AT,
          null,
          null,
          null,
          null,
          null,
          null);
  private static final ExchangeFill FILL =
      new ExchangeFill(
          7,
          "o-1",
          "mine",
          BTC,
          Side.BUY,
          new BigDecimal("101.25"),
          new BigDecimal("0.2"),
          new BigDecimal("0.050625"),
          new BigDecimal("0.0005"),
          true,
          new BigDecimal("12.345678901234567890"),
          12,
          AT);
  private static final ExchangeState STATE =
      new ExchangeState(
          9,
          new ExchangeState.Identity("MX1", new BigDecimal("100000"), 42, "tape-1", AT, 1),
          12,
          AT,
          new BigDecimal("99979.75"),
          BigDecimal.ZERO,
          new BigDecimal("0.050625"),
          Map.of(BTC, new ExchangePosition(new BigDecimal("0.1995"), new BigDecimal("101.25"))),
          List.of(
              new ExchangeState.Unsettled(7, BTC, new BigDecimal("0.1995"), BigDecimal.ZERO, DUE)),
          Map.of("o-1", ORDER),
          Map.of("o-0", FILLED),
          Map.of("mine", "o-1"),
          List.of(FILL),
          AT,
          List.of());
  private static final String ORDER_JSON =
      "{'id':'o-1','number':1,'terms':{'symbol':'BTCUSD','side':'buy','quantity':'0.5',"
          + "'limitPrice':'101.25','timeInForce':'GTC','clientOrderId':'mine'},'status':'NEW',"
          + "'filled':0,'filledValue':0,'submittedAt':'2026-01-05T15:00:00Z',"
          + "'updatedAt':'2026-01-05T15:00:00Z','filledAt':null,'endedAt':null,'due':null,"
          + "'expiresAt':null,'replaces':null,'replacedBy':null,'replacedFilled':null}";
  private static final String REPLACEMENT_JSON =
      "{'id':'o-2','number':2,'terms':{'symbol':'BTCUSD','side':'buy','quantity':'0.5',"
          + "'limitPrice':'102.5','timeInForce':'DAY','clientOrderId':'mine-2'},"
          + "'status':'PENDING_NEW','filled':0,'filledValue':0,"
          + "'submittedAt':'2026-01-05T15:00:00Z','updatedAt':'2026-01-05T15:00:00Z',"
          + "'filledAt':null,'endedAt':null,'due':'2026-01-05T15:00:00.250Z',"
          + "'expiresAt':'2026-01-05T21:00:00Z','replaces':'o-1','replacedBy':null,"
          + "'replacedFilled':0.1}";
  private static final String FILL_JSON =
      "{'number':7,'orderId':'o-1','clientOrderId':'mine','symbol':'BTCUSD','side':'buy',"
          + "'price':101.25,'quantity':0.2,'fee':0.050625,'coinFee':0.0005,'maker':true,"
          + "'realised':12.345678901234567890,'printIndex':12,'at':'2026-01-05T15:00:00Z'}";

  /**
   * @param name under which it is stored
   * @param former class of format 1, in the package of that time
   */
  record Sample(String name, String former, JsonSerializable stored, String json) {
    byte[] written() {
      return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
  }

  static List<Sample> samples() {
    return List.of(
        new Sample(
            "exchange.opened",
            "ExchangeEvent$Opened",
            new ExchangeEvent.Opened("MX1", new BigDecimal("100000"), 42, "tape-1", 3, AT),
            "{'accountNumber':'MX1','startingCash':100000,'seed':42,'tape':'tape-1',"
                + "'cursor':3,'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "exchange.advanced",
            "ExchangeEvent$Advanced",
            new ExchangeEvent.Advanced(12, AT),
            "{'cursor':12,'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "exchange.order-accepted",
            "ExchangeEvent$OrderAccepted",
            new ExchangeEvent.OrderAccepted(ORDER, AT),
            "{'order':" + ORDER_JSON + ",'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "exchange.order-activated",
            "ExchangeEvent$OrderActivated",
            new ExchangeEvent.OrderActivated("o-1", AT),
            "{'id':'o-1','at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "exchange.cancel-requested",
            "ExchangeEvent$CancelRequested",
            new ExchangeEvent.CancelRequested("o-1", DUE, AT),
            "{'id':'o-1','due':'2026-01-05T15:00:00.250Z','at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "exchange.order-canceled",
            "ExchangeEvent$OrderCanceled",
            new ExchangeEvent.OrderCanceled("o-1", AT),
            "{'id':'o-1','at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "exchange.order-expired",
            "ExchangeEvent$OrderExpired",
            new ExchangeEvent.OrderExpired("o-1", AT),
            "{'id':'o-1','at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "exchange.order-rejected",
            "ExchangeEvent$OrderRejected",
            new ExchangeEvent.OrderRejected("o-1", AT),
            "{'id':'o-1','at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "exchange.replace-requested",
            "ExchangeEvent$ReplaceRequested",
            new ExchangeEvent.ReplaceRequested("o-1", REPLACEMENT, DUE, AT),
            "{'id':'o-1','replacement':"
                + REPLACEMENT_JSON
                + ",'due':'2026-01-05T15:00:00.250Z','at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "exchange.order-replaced",
            "ExchangeEvent$OrderReplaced",
            new ExchangeEvent.OrderReplaced("o-1", "o-2", new BigDecimal("0.4"), AT),
            "{'id':'o-1','replacementId':'o-2','quantity':0.4,'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "exchange.replace-rejected",
            "ExchangeEvent$ReplaceRejected",
            new ExchangeEvent.ReplaceRejected("o-1", "o-2", AT),
            "{'id':'o-1','replacementId':'o-2','at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "exchange.order-filled",
            "ExchangeEvent$OrderFilled",
            new ExchangeEvent.OrderFilled(FILL, DUE, AT),
            "{'fill':"
                + FILL_JSON
                + ",'settles':'2026-01-05T15:00:00.250Z','at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "exchange.fill-settled",
            "ExchangeEvent$FillSettled",
            new ExchangeEvent.FillSettled(7, AT),
            "{'number':7,'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "exchange.cash-transferred",
            "", // newer than format 1
            new ExchangeEvent.CashTransferred(new BigDecimal("-500.25"), AT),
            "{'amount':-500.25,'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "exchange.state",
            "ExchangeState",
            STATE,
            "{'sequence':9,'account':{'number':'MX1','startingCash':100000,'seed':42,"
                + "'tape':'tape-1','openedAt':'2026-01-05T15:00:00Z','epoch':1},'cursor':12,"
                + "'at':'2026-01-05T15:00:00Z','cash':99979.75,'realised':0,'fees':0.050625,"
                + "'holdings':{'BTCUSD':{'quantity':0.1995,'cost':101.25}},"
                + "'unsettled':[{'number':7,'symbol':'BTCUSD','change':0.1995,'averageBefore':0,"
                + "'settles':'2026-01-05T15:00:00.250Z'}],'open':{'o-1':"
                + ORDER_JSON
                + "},'closed':{'o-0':{'id':'o-0','number':1,'terms':{'symbol':'BTCUSD',"
                + "'side':'buy','quantity':'0.5','limitPrice':'101.25','timeInForce':'GTC',"
                + "'clientOrderId':'mine'},'status':'FILLED','filled':0.5,'filledValue':50.625,"
                + "'submittedAt':'2026-01-05T15:00:00Z','updatedAt':'2026-01-05T15:00:00Z',"
                + "'filledAt':'2026-01-05T15:00:00Z','endedAt':null,'due':null,'expiresAt':null,"
                + "'replaces':null,'replacedBy':null,'replacedFilled':null}},"
                + "'clientOrderIds':{'mine':'o-1'},'fills':["
                + FILL_JSON
                + "],'lastSubmission':'2026-01-05T15:00:00Z'}"));
  }

  static List<Sample> samplesOfFormat1() {
    return samples().stream().filter(sample -> !sample.former().isEmpty()).toList();
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void everyEventAndTheStateHaveASample() {
    assertThat(samples())
        .extracting(sample -> (Object) sample.stored().getClass())
        .containsExactlyInAnyOrderElementsOf(
            StoredExchangeNames.ALL.entries().stream().map(StoredNames.Entry::type).toList())
        .contains((Object[]) ExchangeEvent.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void writesAndReadsUnderTheStoredName(Sample sample) {
    Serialization json = SerializationExtension.get(KIT.system());
    var serializer = json.findSerializerFor(sample.stored());

    assertThat(Serializers.manifestFor(serializer, sample.stored())).isEqualTo(sample.name());
    assertThat(json.deserialize(sample.written(), serializer.identifier(), sample.name()).get())
        .isEqualTo(sample.stored());
    assertThat(new String(serializer.toBinary(sample.stored()), StandardCharsets.UTF_8))
        .isEqualTo(new String(sample.written(), StandardCharsets.UTF_8));
  }

  @Test
  void aStateKeepsItsTransfers() {
    ExchangeState moved = STATE.on(new ExchangeEvent.CashTransferred(new BigDecimal("5"), DUE));
    Serialization json = SerializationExtension.get(KIT.system());
    var serializer = json.findSerializerFor(moved);

    assertThat(
            json.deserialize(serializer.toBinary(moved), serializer.identifier(), "exchange.state")
                .get())
        .isEqualTo(moved);
  }

  @ParameterizedTest
  @MethodSource("samplesOfFormat1")
  void readsWhatFormat1Wrote(Sample sample) {
    assertThat(
            SerializationExtension.get(KIT.system())
                .deserialize(sample.written(), JACKSON_JSON, FORMER + sample.former())
                .get())
        .isEqualTo(sample.stored());
  }

  private static OrderRequest terms(String limit, TimeInForce lifetime, String clientOrderId) {
    return new OrderRequest(
        BTC, Side.BUY, Quantity.parse("0.5"), Price.parse(limit), lifetime, clientOrderId);
  }
}
