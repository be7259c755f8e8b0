package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.cli.context.ExitCodes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A full disk below all written files: journal, watcher files, exchange, logs. */
@Timeout(240)
class FullDiskIT {

  private static final String CAUSE = "No space left on device";

  @TempDir Path directory;

  @Test
  void p6AFullDiskCostsNoWishAndNoWatcherAndPasses() throws Exception {
    try (FullDisk disk = FullDisk.mount(directory.resolve("disk"))) {
      Sandbox sandbox = new Sandbox(disk.folder());
      List<String> before;
      try (Program session = sandbox.swinging("5")) {
        sandbox.exit("a", "1300");
        sandbox.exit("b", "1310");
        session.await("two watchers", () -> sandbox.watchers().size() == 2);
        before = watchers(sandbox);
        disk.fill();

        for (String strategy : List.of("c", "a")) {
          Program.Result refused = wish(sandbox, strategy, "1320");
          assertThat(refused.code()).as(refused.output()).isEqualTo(1);
          assertThat(refused.output()).contains(CAUSE);
        }
        session.await("a watcher file's error", () -> reports(session, "BTCUSD_buy_exit_"));
        session.await("the audit log's error", () -> reports(session, "audit.jsonl"));
        assertThat(watchers(sandbox)).isEqualTo(before);
        assertThat(sandbox.done("status")).contains("1300", "1310");

        disk.free();

        session.await("a wish taken", () -> wish(sandbox, "d", "1330").code() == 0);
        session.await("the key's watcher", () -> runs(sandbox, "BTCUSD|buy|d exit"));
        assertThat(watchers(sandbox)).containsAll(before);
        // the exchange takes an order again, and its audit log has no gap
        sandbox.entry("e", "1010", "0.1");
        session.await("a fill", () -> sandbox.audit().share("BTCUSD|buy|e").bought().signum() > 0);
        assertThat(sandbox.audit().violations()).isEmpty();
        session.signal("KILL");
        session.exitCode();
        session.await("no watcher", () -> sandbox.watchers().isEmpty());
      }
      try (Program again = sandbox.swinging("5")) {
        again.await(
            "the acknowledged wishes",
            () ->
                List.of("a", "b", "d").stream()
                    .allMatch(key -> runs(sandbox, "BTCUSD|buy|" + key + " exit")));
        assertThat(sandbox.done("status")).contains("1310", "1330");
        disk.fill();
        again.signal("TERM");
        // the entry of e has filled, and e has no exit
        assertThat(again.exitCode()).as(again.output()).isEqualTo(ExitCodes.UNCOVERED);
        assertThat(again.output()).contains("Naked: BTCUSD|buy|e: ");
        assertThat(sandbox.watchers()).isEmpty();
      }
    }
  }

  private static boolean reports(Program session, String file) {
    return session.output().lines().anyMatch(line -> line.contains(file) && line.contains(CAUSE));
  }

  private static Program.Result wish(Sandbox sandbox, String strategy, String price) {
    return sandbox.command(
        "exit",
        "BTCUSD",
        "--side=buy",
        "--strategy=" + strategy,
        "--takeprofit-price=" + price,
        "--poll-seconds=0.1",
        "--force");
  }

  private static boolean runs(Sandbox sandbox, String slot) {
    return sandbox.watchers().stream()
        .anyMatch(watcher -> slot.equals(watcher.key() + " " + watcher.slot()));
  }

  private static List<String> watchers(Sandbox sandbox) {
    return sandbox.watchers().stream()
        .map(watcher -> watcher.key() + " " + watcher.slot() + " " + watcher.pid())
        .sorted()
        .toList();
  }
}
