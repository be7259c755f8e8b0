package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The answers to bad input from the jar: one line, the right exit code, nothing left. */
@Timeout(240)
class BadInputIT {

  private static final String FAKE_OWNER =
      "{\"id\":\"X1\",\"number\":\"X1\",\"boundAt\":\"2026-11-22T00:00:00Z\"}";

  @TempDir Path directory;

  @Test
  void p11NothingStartsOnBadData() {
    Program.Result missing = run("run", "--data=" + directory.resolve("none.csv"));

    assertComplaint(missing, 2, "data: ", "none.csv (expected: an existing CSV file)");
    assertThat(state()).doesNotExist();
  }

  @Test
  void p11APortInUseIsOneLineAndTheLockIsReleased() throws IOException {
    HttpServer taken =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try {
      String port = "--port=" + taken.getAddress().getPort();

      assertComplaint(run("run", "--no-loop", port), 2, "port: ", "a free port");
      assertComplaint(run("exchange", port), 2, "port: ", "a free port");
    } finally {
      taken.stop(0);
    }
    assertThat(run("run", "--no-loop", "--duration=1s").code()).isZero();
  }

  @Test
  void p8ADirectoryOfAnotherAccountIsRefused() throws IOException {
    assertThat(run("run", "--no-loop", "--duration=1s").code()).isZero();
    Path account = state().resolve("embedded").resolve("account.json");
    Files.writeString(account, FAKE_OWNER);

    assertComplaint(run("run", "--no-loop"), 4, "belongs to account X1", "--take-over");

    Files.writeString(account, FAKE_OWNER.substring(0, 20));
    assertComplaint(run("run", "--no-loop"), 1, "account.json: damaged", "backup");
  }

  private static void assertComplaint(Program.Result ended, int code, String... parts) {
    List<String> lines =
        ended.output().lines().filter(line -> !line.startsWith("Signal handlers")).toList();
    assertThat(ended.code()).as(ended.output()).isEqualTo(code);
    assertThat(lines.stream().filter(line -> line.startsWith("maxdiff: ")))
        .as(ended.output())
        .singleElement()
        .asString()
        .contains(parts);
    assertThat(ended.output()).doesNotContain("\tat ", "Exception", "ERROR");
  }

  private Program.Result run(String... arguments) {
    return Program.run(state(), arguments);
  }

  private Path state() {
    return directory.resolve("state");
  }
}
