package dev.maxdiff.chaos;

import dev.maxdiff.program.FaultyProxy;
import dev.maxdiff.program.ProxyFault;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** A fault of the broker; chance decides which requests it affects. */
enum BrokerFault {
  /** Every answer comes late. */
  SLOW(request -> ProxyFault.hold(Duration.ofMillis(300))),
  /**
   * The broker receives orders after their sender's time-out, when the sender may have sent another
   * order, but before the sender counts them as lost. Reads are unaffected.
   */
  LATE(
      request ->
          isRead(request)
              ? ProxyFault.none()
              : ProxyFault.delay(Duration.ofSeconds(BrokerFault.LATE_SECONDS))),
  /** The broker executes orders, and their answers are lost. */
  LOST_ANSWERS(request -> isRead(request) ? ProxyFault.none() : ProxyFault.drop()),
  /** The connection breaks before the broker receives the request. */
  BROKEN(request -> sometimes(ProxyFault.refuse())),
  INTERNAL_ERROR(request -> sometimes(ProxyFault.status(500, "{\"message\": \"internal\"}"))),
  RATE_LIMITED(
      request -> sometimes(ProxyFault.status(429, "{\"message\": \"too many requests\"}"))),
  UNAUTHORIZED(request -> sometimes(ProxyFault.status(401, "{\"message\": \"unauthorized\"}"))),
  /** Lists and quotes are cut off in the middle. */
  TRUNCATED(request -> isRead(request) ? sometimes(ProxyFault.truncate()) : ProxyFault.none()),
  /** Every connection is refused. */
  UNREACHABLE(request -> ProxyFault.refuse());

  private static final int LATE_SECONDS = 6;

  /** After this time a delayed request has reached the broker. */
  static final Duration LATEST = Duration.ofSeconds(LATE_SECONDS + 2);

  private final Function<FaultyProxy.Request, ProxyFault> plan;

  BrokerFault(Function<FaultyProxy.Request, ProxyFault> plan) {
    this.plan = plan;
  }

  void apply(FaultyProxy proxy) {
    proxy.injectFaults(plan);
    proxy.unreachable(this == UNREACHABLE);
  }

  static void clear(FaultyProxy proxy) {
    proxy.clearFaults();
    proxy.unreachable(false);
  }

  private static boolean isRead(FaultyProxy.Request request) {
    return request.method().equals("GET");
  }

  private static ProxyFault sometimes(ProxyFault fault) {
    return ThreadLocalRandom.current().nextBoolean() ? fault : ProxyFault.none();
  }
}
