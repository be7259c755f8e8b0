package dev.maxdiff.process;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the runtime tells its {@link Sentinel} of one child: {@code + PID TICKS} when it was
 * started, {@code - PID TICKS} when it was reaped with its group. The boot is the same at both
 * ends.
 */
record ChildFact(boolean started, int pid, long startTicks) {

  private static final Pattern FORM = Pattern.compile("([+-]) ((?!1 )[1-9]\\d{0,8}) (\\d{1,18})");

  static ChildFact started(ProcessIdentity child) {
    return new ChildFact(true, child.pid(), child.startTicks());
  }

  static ChildFact ended(ProcessIdentity child) {
    return new ChildFact(false, child.pid(), child.startTicks());
  }

  /** Reads a line without its end; empty for anything that {@link #line} does not write. */
  static Optional<ChildFact> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new ChildFact(
                form.group(1).equals("+"),
                Integer.parseInt(form.group(2)),
                Long.parseLong(form.group(3))))
        : Optional.empty();
  }

  /** With its end. */
  String line() {
    return (started ? "+ " : "- ") + pid + " " + startTicks + "\n";
  }
}
