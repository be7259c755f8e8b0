package dev.maxdiff.chaos;

import dev.maxdiff.program.Fault;
import dev.maxdiff.program.FaultyProxy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** How the broker misbehaves; which requests it meets is left to chance. */
enum BrokerFault {
  /** Every answer comes late. */
  SLOW(request -> Fault.hold(Duration.ofMillis(300))),
  /**
   * Orders are acted upon after whoever sent them has given up, and has had time to send another
   * one; but before they count as lost. Reads are not disturbed.
   */
  LATE(request -> reads(request) ? Fault.none() : Fault.delay(Duration.ofSeconds(6))),
  /** Orders are acted upon, their answers lost. */
  LOST_ANSWERS(request -> reads(request) ? Fault.none() : Fault.drop()),
  /** What is asked ends with a broken connection, nothing done. */
  BROKEN(request -> sometimes(Fault.refuse())),
  INTERNAL_ERROR(request -> sometimes(Fault.status(500, "{\"message\": \"internal\"}"))),
  RATE_LIMITED(request -> sometimes(Fault.status(429, "{\"message\": \"too many requests\"}"))),
  UNAUTHORIZED(request -> sometimes(Fault.status(401, "{\"message\": \"unauthorized\"}"))),
  /** Lists and quotes are cut off in the middle. */
  TRUNCATED(request -> reads(request) ? sometimes(Fault.truncate()) : Fault.none()),
  /** Nobody listens. */
  UNREACHABLE(request -> Fault.refuse());

  private final Function<FaultyProxy.Request, Fault> plan;

  BrokerFault(Function<FaultyProxy.Request, Fault> plan) {
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

  private static Fault sometimes(Fault fault) {
    return ThreadLocalRandom.current().nextBoolean() ? fault : Fault.none();
  }
}
