package dev.maxdiff.broker.paper;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.audit.AuditLog;
import dev.maxdiff.broker.paper.engine.ExchangeEngine;
import dev.maxdiff.broker.paper.engine.ExchangeOrder;
import dev.maxdiff.broker.paper.engine.MarketFaults;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Tapes;
import dev.maxdiff.broker.paper.view.ExchangeReadModel;
import dev.maxdiff.broker.paper.view.VirtualClock;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A defect that one request meets stays the matter of that request. */
@Timeout(120)
class FailingRequestTest {

  private static final ActorTestKit KIT = ExchangeKit.inMemory();
  private static final MarketTape TAPE = Tapes.seconds("100 101 102 103");

  @TempDir Path directory;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void anExceptionRollsItsRequestBackAndTheNextRequestIsServed() throws Exception {
    ActorRef<ExchangeActor.Command> exchange = exchange();

    var failed = (ExchangeEngine.Outcome.Refused) submit(exchange, "broken");
    var placed = submit(exchange, "fine");

    assertThat(failed.refusal().status()).isEqualTo(500);
    assertThat(failed.refusal().code()).isEqualTo(50010000);
    assertThat(failed.refusal().message())
        .matches("internal server error occurred \\(id [0-9a-f]{8}\\)");
    assertThat(placed).isInstanceOf(ExchangeEngine.Outcome.Placed.class);
    assertThat(submit(exchange, "broken"))
        .as("the failed one has left nothing, its id included")
        .isInstanceOf(ExchangeEngine.Outcome.Placed.class);
  }

  private ActorRef<ExchangeActor.Command> exchange() throws Exception {
    ExchangeSettings settings =
        ExchangeSettings.from(
                ConfigFactory.parseString("maxdiff.exchange.warm-up = 0s")
                    .withFallback(ConfigFactory.load()))
            .withName("failing");
    VirtualClock clock = new VirtualClock(1, TAPE.start(), () -> 0);
    ExchangeReadModel readModel =
        new ExchangeReadModel(settings.engine(), TAPE, AuditLog.open(directory, true), clock);
    ActorRef<ExchangeActor.Command> exchange =
        KIT.spawn(ExchangeActor.create(settings, TAPE, readModel, new Broken()));
    TestProbe<StatusReply<Boolean>> started = KIT.createTestProbe();
    exchange.tell(new ExchangeActor.Start(Opening.FRESH, started.ref()));
    assertThat(started.receiveMessage().isSuccess()).isTrue();
    return exchange;
  }

  private static ExchangeEngine.Outcome submit(
      ActorRef<ExchangeActor.Command> exchange, String id) {
    TestProbe<ExchangeEngine.Outcome> outcomes = KIT.createTestProbe();
    OrderRequest request =
        new OrderRequest(
            Tapes.BTC, Side.BUY, Quantity.parse("1"), Price.parse("90"), TimeInForce.GTC, id);
    exchange.tell(new ExchangeActor.Submit(request, outcomes.ref()));
    return outcomes.receiveMessage();
  }

  /** Throws once in the middle of a request, after its order was accepted. */
  private static final class Broken implements MarketFaults {

    private boolean thrown;

    @Override
    public boolean rejects(ExchangeOrder order, Instant at) {
      if ("broken".equals(order.clientOrderId()) && !thrown) {
        thrown = true;
        throw new IllegalStateException("a defect");
      }
      return false;
    }

    @Override
    public boolean rejectsReplacement(ExchangeOrder replacement, Instant at) {
      return false;
    }

    @Override
    public BigDecimal fillQuantity(ExchangeOrder order, BigDecimal quantity, Instant at) {
      return quantity;
    }
  }
}
