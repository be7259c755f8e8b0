package dev.maxdiff.cli.views;

import static dev.maxdiff.cli.views.StatusTable.left;
import static dev.maxdiff.cli.views.StatusTable.right;

import dev.maxdiff.broker.Account;
import dev.maxdiff.cli.context.DisplayFormat;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.StatusView.CapitalLine;
import dev.maxdiff.control.StatusView.OrderLine;
import dev.maxdiff.control.StatusView.PositionLine;
import dev.maxdiff.control.StatusView.UncoveredLine;
import dev.maxdiff.control.StatusView.WatcherLine;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * Formats the status as text: account, positions, open orders, watchers. Pure.
 *
 * <p>The file has more than 300 lines because the lines of one text stand in the order of that
 * text.
 *
 * @param symbols the symbols to show; empty = all
 * @param maxdiffOnly whether to show only watchers of {@link #WATCHER_STRATEGIES}
 * @param verbose whether to show ended watchers too
 * @param maxOrders maximum number of orders to list
 * @param colour whether to print crypto yellow, symbols with a position green, uncovered keys red
 */
record StatusFormatter(
    ZoneId zone,
    Set<Symbol> symbols,
    boolean maxdiffOnly,
    boolean verbose,
    int maxOrders,
    boolean colour) {

  private static final int PERCENT_SCALE = 6;
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  /** The strategies that use watchers; two of them lack the prefix {@code maxdiff} (hazard H42). */
  private static final Set<String> WATCHER_STRATEGIES =
      Set.of("maxdiff", "maxdiffalwayson", "pctdiff", "highlow");

  /** Returns the lines of the status without line ends. */
  List<String> lines(StatusView view) {
    List<String> lines = new ArrayList<>();
    lines.add("== Portfolio Status ==");
    lines.add(view.venue() + " | " + DisplayFormat.time(view.at(), zone));
    if (!symbols.isEmpty()) {
      lines.add("only " + symbols.stream().sorted().map(Symbol::text).collect(joining()));
    }
    lines.add("");
    lines.add(":: Account");
    if (view.account() == null) {
      lines.add("  not known: " + (view.brokerError() == null ? "?" : view.brokerError()));
    } else {
      account(view.account(), lines);
      capital(view, lines);
      view.pauses().forEach(pause -> lines.add("  " + pause));
      positions(view, lines);
      orders(view, lines);
      unreadable(view, lines);
    }
    view.reconciled().forEach(line -> lines.add("  " + line));
    view.holds().forEach(hold -> lines.add("  HELD " + hold));
    watchers(view, lines);
    uncovered(view, lines);
    return lines;
  }

  private void account(Account account, List<String> lines) {
    String obstacle = account.obstacle().map(why -> ", MAY NOT TRADE: " + why).orElse("");
    lines.add("  status " + account.status() + obstacle);
    lines.add("  equity " + DisplayFormat.money(account.equity()) + dayChange(account));
    lines.add("  cash " + DisplayFormat.money(account.cash()));
    lines.add(
        "  buying power "
            + DisplayFormat.money(account.buyingPower())
            + (account.multiplier() == null
                ? ""
                : " (x" + DisplayFormat.quantity(account.multiplier()) + ")"));
  }

  /** Adds the cash reserved for entries; no line if none is reserved. */
  private static void capital(StatusView view, List<String> lines) {
    if (view.capital().isEmpty()) {
      return;
    }
    BigDecimal sum =
        view.capital().stream().map(CapitalLine::reserved).reduce(BigDecimal.ZERO, BigDecimal::add);
    String each =
        view.capital().stream()
            .map(line -> line.key() + " " + DisplayFormat.money(line.reserved()) + shortfall(line))
            .collect(joining());
    lines.add("  reserved for entries " + DisplayFormat.money(sum) + " (" + each + ")");
  }

  private static String shortfall(CapitalLine line) {
    return line.reserved().compareTo(line.needed()) < 0
        ? " of " + DisplayFormat.money(line.needed())
        : "";
  }

  private static String dayChange(Account account) {
    BigDecimal before = account.lastEquity();
    if (before == null || before.signum() <= 0 || account.equity() == null) {
      return "";
    }
    BigDecimal change = account.equity().subtract(before);
    BigDecimal fraction = change.divide(before, PERCENT_SCALE, RoundingMode.HALF_EVEN);
    return " (" + DisplayFormat.money(change) + ", " + DisplayFormat.percent(fraction) + " today)";
  }

  private void positions(StatusView view, List<String> lines) {
    List<PositionLine> shown =
        view.positions().stream().filter(line -> isSelected(line.symbol())).toList();
    BigDecimal total =
        shown.stream().map(StatusFormatter::value).reduce(BigDecimal.ZERO, BigDecimal::add);
    lines.add("");
    lines.add(":: Positions (" + shown.size() + ", " + DisplayFormat.money(total) + ")");
    lines.addAll(
        table(view)
            .lines(
                shown,
                PositionLine::symbol,
                List.of(
                    left("symbol", line -> line.symbol().text()),
                    right("qty", line -> DisplayFormat.quantity(line.quantity())),
                    left("owned", line -> owned(line.owned())),
                    right("unowned", line -> DisplayFormat.quantity(line.unowned())),
                    right("entry", line -> DisplayFormat.price(line.averageEntryPrice())),
                    right("price", line -> DisplayFormat.price(line.currentPrice())),
                    right("value", line -> DisplayFormat.money(value(line))))));
  }

  private static BigDecimal value(PositionLine line) {
    return line.currentPrice() == null
        ? BigDecimal.ZERO
        : line.quantity().multiply(line.currentPrice());
  }

  private static String owned(Map<WatcherKey, BigDecimal> owned) {
    return owned.isEmpty()
        ? "-"
        : owned.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(part -> part.getKey().strategy() + " " + DisplayFormat.quantity(part.getValue()))
            .collect(joining());
  }

  private void orders(StatusView view, List<String> lines) {
    List<OrderLine> selected =
        view.orders().stream().filter(line -> isSelected(line.symbol())).toList();
    lines.add("");
    lines.add(":: Open Orders (" + selected.size() + ")");
    lines.addAll(OpenOrderLines.of(table(view), selected.stream().limit(maxOrders).toList()));
    if (selected.size() > maxOrders) {
      lines.add("  … and " + (selected.size() - maxOrders) + " more (--max-orders)");
    }
  }

  /** Adds the orders and positions that cannot be read; no line if there are none. */
  private static void unreadable(StatusView view, List<String> lines) {
    if (!view.unreadable().isEmpty()) {
      lines.add("");
      lines.add(":: Not readable (" + view.unreadable().size() + ")");
      view.unreadable().forEach(line -> lines.add("  " + line));
    }
  }

  private void watchers(StatusView view, List<String> lines) {
    List<WatcherLine> selected = view.watchers().stream().filter(this::isSelected).toList();
    List<WatcherLine> shown =
        selected.stream().filter(line -> verbose || line.wanted() || line.alive()).toList();
    lines.add("");
    lines.add(":: MaxDiff Watchers (" + shown.size() + ")");
    Instant now = view.at();
    lines.addAll(
        table(view)
            .lines(
                shown,
                line -> line.key().symbol(),
                List.of(
                    left("symbol", line -> line.key().symbol().text()),
                    left("side", line -> line.key().side().toString()),
                    left("strategy", line -> line.key().strategy().toString()),
                    left("watcher", line -> line.slot().toString()),
                    right(
                        "price",
                        line ->
                            line.price() == null ? DisplayFormat.MISSING : line.price().toString()),
                    right("qty", line -> line.quantity() == null ? "all" : quantity(line)),
                    right("tol", line -> DisplayFormat.percent(line.tolerance())),
                    left("state", WatcherLine::state),
                    right("pid", line -> line.alive() ? String.valueOf(line.pid()) : "inactive"),
                    right("gen", line -> String.valueOf(line.generation())),
                    right("updated", line -> DisplayFormat.age(line.updatedAt(), now)),
                    right("expires in", line -> expiry(line, now)),
                    right("restarts", line -> String.valueOf(line.restarts())))));
    shown.stream()
        .filter(line -> line.error() != null)
        .map(StatusFormatter::error)
        .forEach(lines::add);
    addHidden(lines, selected.size() - shown.size());
  }

  /** Adds the keys that are not covered or not watched; no line if there are none. */
  private void uncovered(StatusView view, List<String> lines) {
    List<UncoveredLine> shown =
        view.uncovered().stream().filter(line -> isSelected(line.key().symbol())).toList();
    if (shown.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(":: Uncovered (" + shown.size() + ")");
    for (UncoveredLine line : shown) {
      String text =
          "  %s %s: holds %s %s for %s: %s"
              .formatted(
                  line.state().toUpperCase(Locale.ROOT),
                  line.key(),
                  DisplayFormat.quantity(line.quantity()),
                  line.state().equals("unwatched") ? "without a watcher" : "without an exit order",
                  DisplayFormat.age(line.since(), view.at()),
                  line.words());
      lines.add(colour ? RED + text + PLAIN : text);
    }
  }

  /** Returns the lines about watchers of the older system; empty if there are none. */
  List<String> older(List<OlderWatcher> watchers, Instant now) {
    List<OlderWatcher> selected = watchers.stream().filter(this::isSelected).toList();
    List<OlderWatcher> shown =
        selected.stream().filter(watcher -> verbose || !watcher.isHidden(now)).toList();
    List<String> lines = new ArrayList<>();
    if (!selected.isEmpty()) {
      lines.add("");
      lines.add(":: Watchers of the older system (" + shown.size() + ")");
      shown.forEach(
          watcher -> lines.add("  " + watcher.file().text("symbol") + " " + watcher.line(now)));
      addHidden(lines, selected.size() - shown.size());
    }
    return lines;
  }

  private static void addHidden(List<String> lines, int count) {
    if (count > 0) {
      lines.add("(" + count + " inactive/expired watcher(s) hidden, use --verbose to show)");
    }
  }

  private boolean isSelected(OlderWatcher watcher) {
    String text = watcher.file().text("symbol");
    return symbols.isEmpty() || symbols.stream().anyMatch(symbol -> symbol.text().equals(text));
  }

  private static String quantity(WatcherLine line) {
    return DisplayFormat.quantity(line.quantity().value());
  }

  private static String expiry(WatcherLine line, Instant now) {
    if (line.expiresAt() == null) {
      return "flat";
    }
    return line.expiresAt().isAfter(now)
        ? DisplayFormat.duration(Duration.between(now, line.expiresAt()))
        : "expired";
  }

  /** Returns the whole error of a watcher: a table would break it. */
  private static String error(WatcherLine line) {
    return "  " + line.key().slot(line.slot()) + ": " + line.error();
  }

  private boolean isSelected(Symbol symbol) {
    return symbols.isEmpty() || symbol != null && symbols.contains(symbol);
  }

  private boolean isSelected(WatcherLine line) {
    return isSelected(line.key().symbol())
        && (!maxdiffOnly || WATCHER_STRATEGIES.contains(line.key().strategy().name()));
  }

  private StatusTable table(StatusView view) {
    return new StatusTable(view.positions(), colour);
  }

  private static Collector<CharSequence, ?, String> joining() {
    return Collectors.joining(", ");
  }
}
