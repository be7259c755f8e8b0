package dev.maxdiff.chaos;

import dev.maxdiff.program.FaultRow;
import dev.maxdiff.program.FaultyProxy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** How the broker misbehaves; which requests it meets is left to chance. */
enum BrokerFault {
  /** Every answer comes late. */
  SLOW(request -> FaultRow.hold(Duration.ofMillis(300))),
  /**
   * Orders are acted upon after whoever sent them has given up, and has had time to send another
   * one; but before they count as lost. Reads are not disturbed.
   */
  LATE(request -> reads(request) ? FaultRow.none() : FaultRow.delay(Duration.ofSeconds(6))),
  /** Orders are acted upon, their answers lost. */
  LOST_ANSWERS(request -> reads(request) ? FaultRow.none() : FaultRow.drop()),
  /** What is asked ends with a broken connection, nothing done. */
  BROKEN(request -> sometimes(FaultRow.refuse())),
  INTERNAL_ERROR(request -> sometimes(FaultRow.status(500, "{\"message\": \"internal\"}"))),
  RATE_LIMITED(request -> sometimes(FaultRow.status(429, "{\"message\": \"too many requests\"}"))),
  UNAUTHORIZED(request -> sometimes(FaultRow.status(401, "{\"message\": \"unauthorized\"}"))),
  /** Lists and quotes are cut off in the middle. */
  TRUNCATED(request -> reads(request) ? sometimes(FaultRow.truncate()) : FaultRow.none()),
  /** Nobody listens. */
  UNREACHABLE(request -> FaultRow.refuse());

  private final Function<FaultyProxy.Request, FaultRow> plan;

  BrokerFault(Function<FaultyProxy.Request, FaultRow> plan) {
    this.plan = plan;
  }

  void on(FaultyProxy proxy) {
    proxy.misbehave(plan);
    proxy.unreachable(this == UNREACHABLE);
  }

  static void none(FaultyProxy proxy) {
    proxy.behave();
    proxy.unreachable(false);
  }

  private static boolean reads(FaultyProxy.Request request) {
    return request.method().equals("GET");
  }

  private static FaultRow sometimes(FaultRow fault) {
    return ThreadLocalRandom.current().nextBoolean() ? fault : FaultRow.none();
  }
}
