package dev.maxdiff.cli.views;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.cli.context.DisplayFormat;
import dev.maxdiff.state.files.WatcherFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A watcher of the older system, read from its file and printed as one status line.
 *
 * <p>Several programs wrote such files. A field that is missing or of another type is left out of
 * the line.
 *
 * @param alive whether a process with the file's pid lives; another program may have the pid (H01)
 */
record OlderWatcher(WatcherFile file, boolean alive) {

  OlderWatcher {
    requireNonNull(file, "file");
  }

  /** Reads a file that this runtime has not written and looks up its process. */
  static OlderWatcher of(WatcherFile file) {
    boolean alive =
        file.pid() > 1 && ProcessHandle.of(file.pid()).filter(ProcessHandle::isAlive).isPresent();
    return new OlderWatcher(file, alive);
  }

  /** Whether the status without {@code --verbose} hides it: it expired or its process ended. */
  boolean isHidden(Instant now) {
    boolean expired = file.time("expiry_at").filter(end -> !end.isAfter(now)).isPresent();
    return expired || file.pid() != 0 && !alive;
  }

  String line(Instant now) {
    List<String> parts = new ArrayList<>();
    parts.add(heading());
    add(parts, "state=", file.state());
    if (file.pid() != 0) {
      parts.add(alive ? "pid=" + file.pid() : "inactive");
    }
    add(parts, "limit=", formatted("limit_price", UntypedValueFormat::price));
    add(parts, "tp=", formatted("takeprofit_price", UntypedValueFormat::price));
    boolean entry = file.fields().get("tolerance_pct") != null;
    add(
        parts,
        "tol=",
        formatted(entry ? "tolerance_pct" : "price_tolerance", UntypedValueFormat::percent));
    add(parts, "qty=", formatted("target_qty", UntypedValueFormat::quantity));
    add(parts, "orders=", formatted("open_order_count", Object::toString));
    add(parts, "ref=", formatted("last_reference_price", UntypedValueFormat::price));
    if (file.fields().get("last_update") != null) {
      Instant updated = file.time("last_update").orElse(null);
      parts.add("updated " + DisplayFormat.age(updated, now) + " ago");
    }
    file.time("expiry_at").ifPresent(end -> parts.add(expiry(end, now)));
    return String.join(" | ", parts);
  }

  private String heading() {
    String strategy = file.text("entry_strategy");
    return file.text("mode")
        + " watcher ["
        + file.text("side")
        + "]"
        + (strategy == null ? "" : " strategy=" + strategy);
  }

  private static String expiry(Instant end, Instant now) {
    return end.isAfter(now)
        ? "expires in " + DisplayFormat.duration(Duration.between(now, end))
        : "expired";
  }

  /** Null if the file lacks the field. */
  private String formatted(String field, Function<Object, String> form) {
    Object value = file.fields().get(field);
    return value == null ? null : form.apply(value);
  }

  private static void add(List<String> parts, String name, String text) {
    if (text != null) {
      parts.add(name + text);
    }
  }
}
