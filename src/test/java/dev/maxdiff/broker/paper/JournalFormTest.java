package dev.maxdiff.broker.paper;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.SerializationExtension;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Events and books come back from the journal as they went in. */
class JournalFormTest {

  private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.load());

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void booksAndEventsSurviveTheJournal() {
    MarketTape tape = Tapes.seconds("100 100 100");
    ExchangeEngine engine = new ExchangeEngine(Tapes.plain(), tape, 7);
    Turn turn = new Turn(ExchangeState.empty());
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

    var serialization = SerializationExtension.get(KIT.system());
    turn.steps()
        .forEach(
            step -> {
              assertThat(
                      serialization
                          .deserialize(
                              serialization.serialize(step.event()).get(), step.event().getClass())
                          .get())
                  .isEqualTo(step.event());
              assertThat(
                      serialization
                          .deserialize(
                              serialization.serialize(step.after()).get(), ExchangeState.class)
                          .get())
                  .isEqualTo(step.after());
            });
  }
}
