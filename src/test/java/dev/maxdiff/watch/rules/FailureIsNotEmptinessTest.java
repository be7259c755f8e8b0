package dev.maxdiff.watch.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.watch.SimulatedBroker;
import dev.maxdiff.watch.child.WatcherSimulation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A watcher's reaction to each kind of broker failure (hazards H19, H50). */
class FailureIsNotEmptinessTest {

  private static final Instant START = Instant.parse("2026-01-05T15:00:00Z");
  private static final int RESERVED = 40310000;

  private final SimulatedBroker broker = new SimulatedBroker(Symbol.parse("BTCUSD"), START);

  FailureIsNotEmptinessTest() {
    BigDecimal ten = BigDecimal.TEN;
    broker.quote =
        new Quote(new BigDecimal("104.9"), ten, new BigDecimal("105"), ten, Instant.EPOCH);
    broker.position = ten;
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void h50NothingIsCancelledOrSentWhileTheWorldCannotBeRead(Failure failure) {
    var watcher = exit();
    watcher.poll();
    watcher.poll();
    broker.readFailure = new BrokerException(failure, 0, 0, "unreadable");

    for (int poll = 0; poll < 20; poll++) {
      watcher.poll();
    }

    String expected = failure == Failure.UNAUTHORIZED ? "auth_error" : "polling_error";
    assertThat(watcher.states).last().isEqualTo("2 " + expected);
    assertThat(watcher.last.get("consecutive_errors").asInt()).isEqualTo(20);
    assertThat(watcher.end).isEmpty();
    assertThat(broker.log).hasSize(1);
    assertThat(broker.open()).hasSize(1);
  }

  @Test
  void h50AfterTheKeysWorkAgainItGoesOnWithTheOrderThatStood() {
    var watcher = exit();
    watcher.poll();
    broker.readFailure = new BrokerException(Failure.UNAUTHORIZED, 401, 0, "unauthorized");
    watcher.poll();
    broker.readFailure = null;

    watcher.poll();

    assertThat(watcher.states).last().isEqualTo("2 watching_orders");
    assertThat(broker.log).hasSize(1);
  }

  /**
   * A request that certainly failed is repeated at the next poll; a request of unknown outcome is
   * not.
   */
  @ParameterizedTest
  @CsvSource({
    "REJECTED,     403, 40310000, exit_error,       true",
    "REJECTED,     403, 40310099, exit_error,       true",
    "REJECTED,     422, 42210000, exit_error,       true",
    "RATE_LIMITED, 429, 0,        exit_error,       true",
    "UNREACHABLE,  0,   0,        exit_error,       true",
    "UNAUTHORIZED, 401, 0,        auth_error,       true",
    "UNRESOLVED,   500, 0,        exit_error,       false",
    "UNRESOLVED,   0,   0,        exit_error,       false",
    "MALFORMED,    200, 0,        exit_error,       false"
  })
  void h19ARefusalIsNoOrderAndAnUnknownOutcomeIsNoRefusal(
      Failure failure, int status, int code, String state, boolean tried) {
    broker.sendFailure = new BrokerException(failure, status, code, "not done");
    var watcher = exit();
    watcher.poll();

    assertThat(watcher.states).last().isEqualTo("0 " + state);
    assertThat(broker.open()).isEmpty();

    broker.sendFailure = null;
    watcher.poll();

    assertThat(broker.open()).hasSize(tried ? 1 : 0);
  }

  /** Alpaca uses one code for every "not available"; the gateway's reason tells the cases apart. */
  @ParameterizedTest
  @CsvSource({
    "'',                    awaiting_release",
    "rejected,              awaiting_release",
    "awaiting_release,      awaiting_release",
    "paused,                paused",
    "no_cash,               blocked_no_cash",
    "blocked_opposite_side, blocked_opposite_side",
    "brake_open_notional,   order_error"
  })
  void aDenialOfTheGatewayIsNotTakenForAReservationAtTheBroker(String reason, String state) {
    var failure =
        BrokerException.withReason(
            reason, Failure.REJECTED, 403, RESERVED, "insufficient qty available");

    assertThat(WatcherOrderRules.afterRefusal(failure, "order_error")).isEqualTo(state);
  }

  /** Alpaca forbids for many causes with one code: only its words tell a reservation. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "insufficient qty available for order (requested: 1, available: 0) | awaiting_release",
        "insufficient balance for BTC (requested: 1, available: 0)         | awaiting_release",
        "insufficient buying power                                        | awaiting_release",
        "potential wash trade detected. use complex orders                | exit_error",
        "trade denied due to pattern day trading protection               | exit_error",
        "account is set to liquidation only                               | exit_error",
        "asset \"LTC/USD\" is not tradable                                | exit_error"
      })
  void aForbiddenOrderIsNotTakenForAReservation(String words, String state) {
    var failure = BrokerException.withReason("rejected", Failure.REJECTED, 403, RESERVED, words);

    assertThat(WatcherOrderRules.afterRefusal(failure, "exit_error")).isEqualTo(state);
  }

  /** The file keeps a field that a report does not name. */
  @Test
  void anErrorThatIsOverIsWithdrawn() {
    broker.sendFailure = new BrokerException(Failure.REJECTED, 403, RESERVED, "wash trade");
    var watcher = exit();
    watcher.poll();
    assertThat(watcher.last.get("error").asText()).contains("wash trade");
    broker.sendFailure = null;

    watcher.poll();

    assertThat(watcher.last.get("error").isNull()).isTrue();
  }

  @Test
  void h19AnUnknown403LeavesTheExitUncoveredAndIsTriedForEver() {
    broker.sendFailure = new BrokerException(Failure.REJECTED, 403, RESERVED + 99, "forbidden");
    var watcher = exit();
    for (int poll = 0; poll < 500; poll++) {
      watcher.poll();
    }
    assertThat(watcher.end).isEmpty();
    assertThat(watcher.last.get("state").asText()).isEqualTo("exit_error");
    assertThat(watcher.last.get("error").asText()).contains("forbidden");

    broker.sendFailure = null;
    watcher.poll();

    assertThat(broker.open()).hasSize(1);
  }

  private WatcherSimulation exit() {
    return new WatcherSimulation(
        broker, List.of("close-position", "BTCUSD", "--side=buy", "--takeprofit-price=110"));
  }
}
