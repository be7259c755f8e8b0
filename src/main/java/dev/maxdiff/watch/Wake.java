package dev.maxdiff.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.alpaca.HttpTransport;
import dev.maxdiff.broker.alpaca.JsonText;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The pause between two polls, which the gateway may end early: it knows of a fill before the next
 * poll would.
 *
 * <p>A server that has no such route is fine; then a pause is a pause.
 */
final class Wake implements Pause {

  private static final String ROUTE = "/maxdiff/v1/wake";

  /** A shorter pause is over before it is worth a request. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** Below the time after which a silent server is taken to be gone. */
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private final HttpTransport gateway;
  private final Pause sleep;
  private boolean deaf;
  private long known;

  /**
   * @param sleep what to do while the gateway cannot be listened to
   */
  Wake(HttpTransport gateway, Pause sleep) {
    this.gateway = gateway;
    this.sleep = sleep;
  }

  @Override
  public void take(Duration pause) throws InterruptedException {
    long deadline = System.nanoTime() + pause.toNanos();
    boolean woken = false;
    while (!woken && !deaf && left(deadline).compareTo(LEAST) >= 0) {
      OptionalLong number = ask(left(deadline));
      if (number.isEmpty()) {
        break;
      }
      woken = number.getAsLong() != known;
      known = number.getAsLong();
    }
    if (!woken) {
      sleep.take(left(deadline));
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(deadline - System.nanoTime(), 0));
  }

  /** The number of the newest change; empty when the server did not say. */
  private OptionalLong ask(Duration left) {
    Duration wait = left.compareTo(LONGEST) < 0 ? left : LONGEST;
    try {
      HttpTransport.Answer answer =
          gateway.send("GET", ROUTE + "?after=" + known + "&wait=" + wait.toMillis(), null);
      deaf = answer.status() >= 400 && answer.status() < 500;
      JsonNode change = answer.status() == 200 ? JsonText.parse(answer.body()).get("change") : null;
      return change != null && change.canConvertToLong()
          ? OptionalLong.of(change.asLong())
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty(); // said by the next poll, which fails for the same reason
    }
  }
}
