package dev.maxdiff.broker.paper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.StoredExchangeNames;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Tapes;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.runtime.context.JournalNames;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Events and states survive serialization unchanged. */
class JournalFormTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(JournalNames.migrations().withFallback(ConfigFactory.load()));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void booksAndEventsSurviveTheJournal() {
    MarketTape tape = Tapes.seconds("100 100 100");
    ExchangeEngine engine = new ExchangeEngine(Tapes.plain().engine(), tape, 7);
    Transaction turn = new Transaction(ExchangeState.empty());
    turn.emit(
        new ExchangeEvent.Opened(
            "MX1", Tapes.plain().startingCash(), 7, tape.fingerprint(), 0, tape.start()));
    engine.submit(
        turn,
        new OrderRequest(
            Tapes.BTC,
            Side.BUY,
            Quantity.parse("0.5"),
            Price.parse("101"),
            TimeInForce.GTC,
            "mine"),
        tape.start());

    turn.steps()
        .forEach(
            step -> {
              assertThat(stored(step.event())).isEqualTo(step.event());
              assertThat(stored(step.after())).isEqualTo(step.after());
            });
  }

  /** Returns the value as it is read back from its bytes, serializer and stored name. */
  private static Object stored(Object value) {
    var serialization = SerializationExtension.get(KIT.system());
    var serializer = serialization.findSerializerFor(value);
    byte[] bytes = serialization.serialize(value).get();
    return serialization
        .deserialize(bytes, serializer.identifier(), Serializers.manifestFor(serializer, value))
        .get();
  }

  @Test
  void everyEventAndTheBooksHaveAStoredName() {
    var serialization = SerializationExtension.get(KIT.system());
    Map<String, Class<?>> stored = new LinkedHashMap<>();
    stored.put("exchange.opened", ExchangeEvent.Opened.class);
    stored.put("exchange.advanced", ExchangeEvent.Advanced.class);
    stored.put("exchange.order-accepted", ExchangeEvent.OrderAccepted.class);
    stored.put("exchange.order-activated", ExchangeEvent.OrderActivated.class);
    stored.put("exchange.cancel-requested", ExchangeEvent.CancelRequested.class);
    stored.put("exchange.order-canceled", ExchangeEvent.OrderCanceled.class);
    stored.put("exchange.order-expired", ExchangeEvent.OrderExpired.class);
    stored.put("exchange.order-rejected", ExchangeEvent.OrderRejected.class);
    stored.put("exchange.replace-requested", ExchangeEvent.ReplaceRequested.class);
    stored.put("exchange.order-replaced", ExchangeEvent.OrderReplaced.class);
    stored.put("exchange.replace-rejected", ExchangeEvent.ReplaceRejected.class);
    stored.put("exchange.order-filled", ExchangeEvent.OrderFilled.class);
    stored.put("exchange.fill-settled", ExchangeEvent.FillSettled.class);
    stored.put("exchange.cash-transferred", ExchangeEvent.CashTransferred.class);
    stored.put("exchange.state", ExchangeState.class);

    stored.forEach((name, type) -> assertThat(StoredExchangeNames.ALL.typeOf(name)).contains(type));
    assertThat(stored.values()).contains(ExchangeEvent.class.getPermittedSubclasses());
    var serializer = serialization.findSerializerFor(ExchangeState.empty());
    assertThat(Serializers.manifestFor(serializer, ExchangeState.empty()))
        .isEqualTo("exchange.state");
  }
}
