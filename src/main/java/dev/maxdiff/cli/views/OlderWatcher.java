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
 * A watcher of the older system as its file tells it, in one line for the status. Pure.
 *
 * <p>Such files were written by several programs: a field may be missing, of another type, or no
 * number, and then its piece of the line is left out.
 *
 * @param alive whether a process with the file's pid lives; its pid proves nothing more (H01)
 */
record OlderWatcher(WatcherFile file, boolean alive) {

  OlderWatcher {
    requireNonNull(file, "file");
  }

  /** Of a file that this runtime has not written; looks for its process. */
  static OlderWatcher of(WatcherFile file) {
    boolean alive =
        file.pid() > 1 && ProcessHandle.of(file.pid()).filter(ProcessHandle::isAlive).isPresent();
    return new OlderWatcher(file, alive);
  }

  /** Whether the short status leaves it out: expired, or its process is gone. */
  boolean isHidden(Instant now) {
    boolean expired = file.time("expiry_at").filter(end -> !end.isAfter(now)).isPresent();
    return expired || file.pid() != 0 && !alive;
  }

  String line(Instant now) {
    List<String> pieces = new ArrayList<>();
    pieces.add(who());
    add(pieces, "state=", file.state());
    if (file.pid() != 0) {
      pieces.add(alive ? "pid=" + file.pid() : "inactive");
    }
    add(pieces, "limit=", shown("limit_price", UntypedValueFormat::price));
    add(pieces, "tp=", shown("takeprofit_price", UntypedValueFormat::price));
    boolean entry = file.fields().get("tolerance_pct") != null;
    add(
        pieces,
        "tol=",
        shown(entry ? "tolerance_pct" : "price_tolerance", UntypedValueFormat::percent));
    add(pieces, "qty=", shown("target_qty", UntypedValueFormat::quantity));
    add(pieces, "orders=", shown("open_order_count", Object::toString));
    add(pieces, "ref=", shown("last_reference_price", UntypedValueFormat::price));
    if (file.fields().get("last_update") != null) {
      Instant updated = file.time("last_update").orElse(null);
      pieces.add("updated " + DisplayFormat.age(updated, now) + " ago");
    }
    file.time("expiry_at").ifPresent(end -> pieces.add(life(end, now)));
    return String.join(" | ", pieces);
  }

  private String who() {
    String strategy = file.text("entry_strategy");
    return file.text("mode")
        + " watcher ["
        + file.text("side")
        + "]"
        + (strategy == null ? "" : " strategy=" + strategy);
  }

  private static String life(Instant end, Instant now) {
    return end.isAfter(now)
        ? "expires in " + DisplayFormat.duration(Duration.between(now, end))
        : "expired";
  }

  /** Null when the file does not say. */
  private String shown(String field, Function<Object, String> form) {
    Object value = file.fields().get(field);
    return value == null ? null : form.apply(value);
  }

  private static void add(List<String> pieces, String name, String text) {
    if (text != null) {
      pieces.add(name + text);
    }
  }
}
