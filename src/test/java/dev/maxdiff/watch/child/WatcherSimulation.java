package dev.maxdiff.watch.child;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.watch.SimulatedBroker;
import dev.maxdiff.watch.rules.WatcherRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** Runs a watcher's loop against a simulated broker, poll by poll, without sleeping. */
public final class WatcherSimulation {

  public final SimulatedBroker broker;
  public final List<String> states = new ArrayList<>();
  public JsonNode last;
  public OptionalInt end = OptionalInt.empty();
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final PollLoop<?> loop;
  private final WatcherRules<?> rules;
  private final PollErrors faults;
  private final WatcherStateReport report;
  private int poll;
  private String before = "initializing";

  public WatcherSimulation(SimulatedBroker broker, List<String> arguments) {
    this.broker = broker;
    ChildArguments parsed = parsed(arguments, broker.generation);
    rules = parsed.rules(broker.now, Increments.of(broker.symbol.assetClass()), Map.of());
    InstantSource clock = () -> broker.now;
    LongSupplier nanoTime =
        () -> broker.now.getEpochSecond() * 1_000_000_000L + broker.now.getNano();
    report =
        new WatcherStateReport(List.of(this::write), new PrintStream(lines, true), clock, nanoTime);
    faults = new PollErrors(report, nanoTime);
    report.put(rules.describe());
    report.put("active", true);
    AccountView look = AccountView.of(broker, broker.symbol);
    loop = new PollLoop<>(rules, () -> look, broker, report, faults, pause -> {});
    states.add("0 initializing");
  }

  /** One poll and the pause after it. */
  public void poll() {
    lines.reset();
    end = loop.poll();
    report.flush();
    lines
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(" ")[1].replace(":", ""))
        .forEach(this::note);
    poll++;
    broker.now = broker.now.plus(faults.pause(rules.poll()));
  }

  private void note(String state) {
    if (!state.equals(before)) {
      states.add(poll + " " + state);
      before = state;
    }
  }

  private boolean write(String json) {
    try {
      last = JsonText.parse(json);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ChildArguments parsed(List<String> arguments, long generation) {
    try {
      return ChildArguments.parse(
          arguments, Map.of("MAXDIFF_GENERATION", Long.toString(generation)));
    } catch (UsageException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
