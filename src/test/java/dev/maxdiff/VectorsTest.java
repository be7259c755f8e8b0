package dev.maxdiff;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.vectors.GroupRunner;
import dev.maxdiff.vectors.VectorCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/**
 * The acceptance cases of the watcher rules; the package of a rule runs its cases.
 *
 * <p>{@code -Dmaxdiff.vectors=FILE} runs another file of the same form. {@link
 * dev.maxdiff.vectors.Deviations} gives the reason of each deviation.
 */
class VectorsTest {

  private static final Map<String, GroupRunner> RUNNERS = runners();

  private static final Set<String> RUN = Set.of("states", "broker", "end", "active", "last");

  /** The expectations that each group's runner checks. */
  private static final Map<String, Set<String>> EXPECTED =
      Map.ofEntries(
          entry("expiry", Set.of("expiry_at")),
          entry("bar_freshness", Set.of("fresh")),
          entry("within_tolerance", Set.of("within")),
          entry("takeprofit_order_match", Set.of("has_order", "error")),
          entry("auto_entry_tolerance", Set.of("tolerance", "force_immediate")),
          entry(
              "entry_quantity",
              Set.of(
                  "effective_qty",
                  "remaining_qty",
                  "pending_qty",
                  "target_reached",
                  "pending_expires_at")),
          entry("sum_order_qty", Set.of("sum")),
          entry("exit_tracker", Set.of("partial", "steps")),
          entry("entry_cash", Set.of("allowed")),
          entry("duplicate_guard", Set.of("cancelled")),
          entry("symbols", Set.of("result")),
          entry("side", Set.of("result")),
          entry("realistic_positions", Set.of("kept")),
          entry("time_in_force", Set.of("tif")),
          entry("min_notional", Set.of("qty")),
          entry("passive_price", Set.of("price")),
          entry("available_balance", Set.of("available")),
          entry("entry_run", RUN),
          entry("exit_run", RUN),
          entry("price_selection", Set.of("price")),
          entry("schedule", Set.of("branch")),
          entry("status_format", Set.of("text")),
          entry("status_hidden", Set.of("hidden")),
          entry("state_dir", Set.of("dirname")));

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.maxdiff.vectors.VectorCase#all")
  void doesAsTheCaseSays(VectorCase example) {
    GroupRunner runner = RUNNERS.get(example.group());

    assertThat(runner).as("a runner for the group " + example.group()).isNotNull();
    assertThat(EXPECTED.get(example.group()))
        .as("what the group " + example.group() + " may expect")
        .containsAll(keys(example));
    try {
      runner.run(example);
    } catch (TestAbortedException e) {
      System.out.println(e.getMessage()); // the console would show the number of skips only
      throw e;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(example + ": " + e.getMessage(), e);
    }
  }

  /** The expectations of a case: an unchecked expectation would always pass. */
  private static List<String> keys(VectorCase example) {
    List<String> keys = new ArrayList<>();
    example.expect().fieldNames().forEachRemaining(keys::add);
    assertThat(keys).as("expectations of " + example).isNotEmpty();
    return keys;
  }

  private static Map<String, GroupRunner> runners() {
    Map<String, GroupRunner> all = new HashMap<>();
    List.of(
            dev.maxdiff.domain.DomainVectorRunner.groups(),
            dev.maxdiff.state.files.StateVectorRunner.groups(),
            dev.maxdiff.broker.BrokerVectorRunner.groups(),
            dev.maxdiff.execution.orders.ExecutionVectorRunner.groups(),
            dev.maxdiff.watch.rules.WatchVectorRunner.groups(),
            dev.maxdiff.control.ControlVectorRunner.groups(),
            dev.maxdiff.session.schedule.SessionVectorRunner.groups(),
            dev.maxdiff.cli.views.CliVectorRunner.groups())
        .forEach(all::putAll);
    return all;
  }
}
