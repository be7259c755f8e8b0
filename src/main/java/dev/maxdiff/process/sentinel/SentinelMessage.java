package dev.maxdiff.process.sentinel;

import dev.maxdiff.process.os.ProcessIdentity;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line from the runtime to its {@link Sentinel}: {@code + PID TICKS} after a child's start,
 * {@code - PID TICKS} after the reap of a child and its group. Both processes run on the same boot,
 * so the line carries no boot id.
 */
public record SentinelMessage(boolean started, int pid, long startTicks) {

  private static final Pattern FORM = Pattern.compile("([+-]) ((?!1 )[1-9]\\d{0,8}) (\\d{1,18})");

  public static SentinelMessage started(ProcessIdentity child) {
    return new SentinelMessage(true, child.pid(), child.startTicks());
  }

  public static SentinelMessage ended(ProcessIdentity child) {
    return new SentinelMessage(false, child.pid(), child.startTicks());
  }

  /**
   * Parses a line without its line feed; empty for any text that {@link #line} does not produce.
   */
  public static Optional<SentinelMessage> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new SentinelMessage(
                form.group(1).equals("+"),
                Integer.parseInt(form.group(2)),
                Long.parseLong(form.group(3))))
        : Optional.empty();
  }

  /** Returns the line with its line feed. */
  public String line() {
    return (started ? "+ " : "- ") + pid + " " + startTicks + "\n";
  }
}
