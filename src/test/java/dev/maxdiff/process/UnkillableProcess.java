package dev.maxdiff.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Keeps a process from ending, also after SIGKILL, until this object is closed: a tracer stops it
 * at the end of its exit. To its parent it looks like a process that hangs in the kernel.
 */
public final class UnkillableProcess implements AutoCloseable {

  private final Process tracer;

  private final int pid;

  private UnkillableProcess(Process tracer, int pid) {
    this.tracer = tracer;
    this.pid = pid;
  }

  /** Skips the test where tracing is forbidden. */
  public static UnkillableProcess hold(int pid) {
    try {
      Path script = Path.of(UnkillableProcess.class.getResource("/program/hold_exit.py").toURI());
      Process tracer =
          new ProcessBuilder("python3", script.toString(), Integer.toString(pid))
              .redirectErrorStream(true)
              .start();
      BufferedReader said = tracer.inputReader(StandardCharsets.UTF_8);
      String line = said.readLine();
      assumeTrue("held".equals(line), () -> "a process cannot be traced here: " + line);
      return new UnkillableProcess(tracer, pid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The pid of the process that cannot end. */
  public int pid() {
    return pid;
  }

  /** Releases the process, which then ends. */
  @Override
  public void close() {
    tracer.destroyForcibly().onExit().join();
  }
}
