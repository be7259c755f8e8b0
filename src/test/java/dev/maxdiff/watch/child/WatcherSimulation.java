package dev.maxdiff.watch.child;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import dev.maxdiff.watch.SimulatedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** A {@link SimulatedWatcher} on a simulated broker, which keeps what the watcher reports. */
public final class WatcherSimulation {

  public final SimulatedBroker broker;
  public final List<String> states = new ArrayList<>();
  public JsonNode last;
  public OptionalInt end = OptionalInt.empty();
  private final SimulatedWatcher watcher;
  private int poll;
  private String before = "initializing";

  public WatcherSimulation(SimulatedBroker broker, List<String> arguments) {
    this.broker = broker;
    ChildArguments parsed = parsed(arguments, broker.generation);
    AccountView look = AccountView.of(broker, broker.symbol);
    watcher =
        new SimulatedWatcher(
            parsed, broker, () -> look, this::write, () -> broker.now, UnaryOperator.identity());
    states.add("0 initializing");
  }

  /** One poll and the pause after it. */
  public void poll() {
    end = watcher.poll();
    watcher.states().stream()
        .map(state -> state.split(" ")[0].replace(":", ""))
        .forEach(this::note);
    poll++;
    broker.now = broker.now.plus(watcher.pause());
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
    return SimulatedWatcher.parsed(arguments, generation);
  }
}
