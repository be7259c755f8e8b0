package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two keys share one position of the broker. */
@Timeout(180)
class TwoKeysIT {

  private static final String A = "BTCUSD|buy|a";
  private static final String B = "BTCUSD|buy|b";

  /** The permitted remainder from rounded fees. */
  private static final BigDecimal DUST = new BigDecimal("0.000001");

  @TempDir Path directory;

  @Test
  void p12TheTakeProfitOfOneKeyLeavesTheOtherAlone() {
    Sandbox sandbox = new Sandbox(directory);
    try (Program session = sandbox.swinging("5")) {
      sandbox.entry("a", "1010", "0.3");
      sandbox.entry("b", "1010", "0.2");
      session.await("0.3 for A", () -> hasBought(sandbox, A, "0.3"));
      session.await("0.2 for B", () -> hasBought(sandbox, B, "0.2"));
      sandbox.done("stop", "BTCUSD", "--slot=entry");
      sandbox.exit("b", "1050");
      session.await("B's order", () -> sandbox.audit().openOrder(B + " exit").isPresent());
      JsonNode before = sandbox.audit().openOrder(B + " exit").orElseThrow();

      sandbox.exit("a", "1002");

      session.await("A flat", () -> sandbox.audit().share(A).owned().compareTo(DUST) < 0);
      session.await(
          "the end of A's watcher",
          () -> sandbox.watchers().stream().noneMatch(watcher -> A.equals(watcher.key())));
      assertThat(sandbox.watchers())
          .singleElement()
          .satisfies(
              watcher -> {
                assertThat(watcher.key()).isEqualTo(B);
                assertThat(watcher.slot()).isEqualTo("exit");
              });
      session.await(
          "the file of A's watcher",
          () ->
              sandbox
                  .file(A, "exit", "1002")
                  .filter(file -> !file.path("active").asBoolean())
                  .filter(file -> file.path("state").asText().equals("target_filled"))
                  .isPresent());
      AuditChecker audit = sandbox.audit();
      assertThat(audit.violations()).isEmpty();
      JsonNode after = audit.openOrder(B + " exit").orElseThrow();
      assertThat(after.path("id")).isEqualTo(before.path("id"));
      assertThat(after.path("qty")).isEqualTo(before.path("qty"));
      assertThat(after.path("filled_qty").asText()).isEqualTo("0");
      assertThat(audit.ordersOf(B + " exit")).hasSize(1);
      assertThat(audit.share(B).owned()).isBetween(new BigDecimal("0.1994"), new BigDecimal("0.2"));
    }
  }

  private static boolean hasBought(Sandbox sandbox, String key, String quantity) {
    return sandbox.audit().share(key).bought().compareTo(new BigDecimal(quantity)) == 0;
  }
}
