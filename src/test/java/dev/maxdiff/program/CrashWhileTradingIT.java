package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runtime is killed by SIGKILL while orders are under way, and restarts. */
@Timeout(240)
class CrashWhileTradingIT {

  private static final String KEY = "BTCUSD|buy|a";
  private static final BigDecimal TARGET = new BigDecimal("0.3");

  @TempDir Path directory;

  @Test
  void p10NoOrderIsPlacedTwiceAndNoMoreIsBoughtThanWished() {
    Sandbox sandbox = new Sandbox(directory);
    List<Consumer<Program>> moments =
        List.of(
            session -> sandbox.entry("a", "997", TARGET.toPlainString()),
            session ->
                session.await(
                    "the order", () -> !sandbox.audit().ordersOf(KEY + " entry").isEmpty()),
            session ->
                session.await(
                    "a part of it", () -> sandbox.audit().share(KEY).bought().signum() > 0));
    for (Consumer<Program> moment : moments) {
      // small trades: the order fills bit by bit
      try (Program session = sandbox.swinging("0.02")) {
        moment.accept(session);
        session.signal("KILL");
        session.exitCode();
        session.await("no watcher", () -> sandbox.watchers().isEmpty());
      }
    }
    try (Program session = sandbox.swinging("0.02")) {
      session.awaitOutput("resuming at");
      session.await("the whole", () -> hasAll(sandbox.audit()));
      sandbox.exit("a", "1050");
      session.await("the take-profit", () -> sandbox.audit().openOrder(KEY + " exit").isPresent());
      AuditChecker audit = sandbox.audit();
      assertThat(audit.violations()).isEmpty();
      assertThat(audit.share(KEY).owned()).isLessThanOrEqualTo(TARGET);
    }
  }

  private static boolean hasAll(AuditChecker audit) {
    return audit.share(KEY).bought().compareTo(new BigDecimal("0.297")) >= 0;
  }
}
