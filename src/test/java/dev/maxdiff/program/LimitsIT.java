package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running runtime without free file descriptors, before and during a launch. */
@Timeout(240)
class LimitsIT {

  private static final String HEALTH = "GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

  @TempDir Path directory;

  @Test
  void p6WithoutFileDescriptorsEveryWatcherRunsOnAndWaitingClientsAreServedAfterwards()
      throws Exception {
    assumeTrue(limit(ProcessHandle.current().pid(), ""), "skipped: prlimit is not here");
    Sandbox sandbox = new Sandbox(directory);
    try (Program session = sandbox.swinging("5")) {
      sandbox.exit("a", "1300");
      sandbox.exit("b", "1310");
      session.await("two watchers", () -> sandbox.watchers().size() == 2);
      List<MarkedProcesses.Marked> before = sandbox.watchers();

      assertThat(limit(session.pid(), "=8:")).isTrue();
      try (Socket client = connect(session)) {
        // in the system's queue: the runtime cannot accept the connection
        client.getOutputStream().write(HEALTH.getBytes(StandardCharsets.US_ASCII));
        assertThat(sandbox.watchers()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(limit(session.pid(), "=4096:")).isTrue();

        assertThat(new String(client.getInputStream().readNBytes(8), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1");
      }

      sandbox.exit("c", "1330");
      session.await("its watcher", () -> sandbox.watchers().size() == 3);
      assertThat(sandbox.watchers()).containsAll(before);
    }
  }

  @Test
  void p1AWatcherThatEndsWithoutFileDescriptorsNeverGetsTwoSuccessors() throws Exception {
    assumeTrue(limit(ProcessHandle.current().pid(), ""), "skipped: prlimit is not here");
    Sandbox sandbox = new Sandbox(directory);
    try (Program session = sandbox.swinging("5")) {
      sandbox.exit("a", "1300");
      session.await("a watcher", () -> sandbox.watchers().size() == 1);
      long first = sandbox.watchers().get(0).pid();

      assertThat(limit(session.pid(), "=8:")).isTrue();
      ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);
      session.await("two failed launches", () -> failedLaunches(session, sandbox) >= 2);
      assertThat(limit(session.pid(), "=4096:")).isTrue();

      session.await("its successor", () -> sandbox.watchers().size() == 1);
    }
  }

  private static long failedLaunches(Program session, Sandbox sandbox) {
    assertThat(sandbox.watchers()).as("watchers of one slot").hasSizeLessThan(2);
    return session.output().lines().filter(line -> line.contains("LAUNCH_FAILED")).count();
  }

  private static Socket connect(Program session) throws IOException {
    String address =
        session
            .output()
            .lines()
            .filter(line -> line.startsWith(Sandbox.READY))
            .map(line -> line.substring(line.indexOf("http")).trim())
            .findFirst()
            .orElseThrow();
    URI uri = URI.create(address);
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout((int) Program.PATIENCE.toMillis());
    return socket;
  }

  /** Sets or reads the soft limit of open files; returns false if that is not possible. */
  private static boolean limit(long pid, String soft) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("prlimit", "--pid=" + pid, "--nofile" + soft)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
