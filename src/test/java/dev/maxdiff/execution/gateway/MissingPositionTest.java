package dev.maxdiff.execution.gateway;

import static dev.maxdiff.execution.model.Samples.A;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.decisions.AccountInput;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.orders.AccountAlone;
import dev.maxdiff.execution.orders.CallerOrderIds;
import dev.maxdiff.execution.orders.FencingTokens;
import dev.maxdiff.execution.orders.GatewayContext;
import dev.maxdiff.execution.upstream.CachedUpstream;
import dev.maxdiff.execution.upstream.ChangeNotifier;
import dev.maxdiff.execution.upstream.ThreadedBroker;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A owns 0.3 by its fills, and the list of positions does not show it. */
class MissingPositionTest {

  private final AtomicLong nanos = new AtomicLong();
  private final GatewayContext context = context();

  private GatewayContext context() {
    FakeBroker broker = new FakeBroker();
    ExecutionSettings settings = ExecutionSettings.from(ConfigFactory.load(), Venue.EMBEDDED);
    ThreadedBroker requests = new ThreadedBroker(broker, Runnable::run);
    return new GatewayContext(
        OrderOrigin.untagged(Samples.US),
        settings,
        requests,
        new CachedUpstream(
            broker, requests, Samples.US, settings, RateBudget.unlimited(), nanos::get),
        new ChangeNotifier(),
        new FencingTokens(),
        new CallerOrderIds(),
        AccountAlone.of(settings, InstantSource.fixed(FakeBroker.NOW), nanos::get, event -> {}),
        InstantSource.fixed(FakeBroker.NOW),
        Runnable::run,
        event -> {});
  }

  private static PositionLedger ledger(String owned) {
    return PositionLedger.of(
        CoinFees.NONE,
        List.of(),
        List.of(Samples.own(A.slot(Slot.ENTRY), 1, owned, owned, "100", OrderStatus.FILLED)),
        List.of(),
        Set.of());
  }

  private Optional<Position> seenByTheExit(PositionLedger ledger) {
    return KeyAccountView.position(
        new WatcherAuthority(Samples.exit(A, "110"), 1), ledger, context);
  }

  /** An exit that saw no position would end, and nothing would sell the coins. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 3600})
  void aListThatDoesNotShowThePositionMakesNoKeyFlat(int seconds) {
    PositionLedger ledger = ledger("0.3");
    context.account().tell(new AccountInput.LedgerObserved(ledger.symbolLedger(A.symbol())));
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    context.account().tell(new AccountInput.LedgerObserved(ledger.symbolLedger(A.symbol())));

    Position seen = seenByTheExit(ledger).orElseThrow();

    assertThat(seen.quantity()).isEqualByComparingTo("0.3");
    assertThat(seen.available()).isEqualByComparingTo(BigDecimal.ZERO);
  }

  @Test
  void aKeyThatOwnsNothingIsFlat() {
    assertThat(seenByTheExit(ledger("0"))).isEmpty();
  }
}
