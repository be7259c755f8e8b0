package dev.maxdiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.vectors.GroupRunner;
import dev.maxdiff.vectors.VectorCase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The acceptance cases of the watcher rules, each run by the package whose rule it is about.
 *
 * <p>{@code -Dmaxdiff.vectors=FILE} runs another file of the same form. Where we decided otherwise,
 * {@link dev.maxdiff.vectors.Deviations} says why.
 */
class VectorsTest {

  private static final Map<String, GroupRunner> RUNNERS = runners();

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.maxdiff.vectors.VectorCase#all")
  void doesAsTheCaseSays(VectorCase example) {
    GroupRunner runner = RUNNERS.get(example.group());

    assertThat(runner).as("a runner for the group " + example.group()).isNotNull();
    try {
      runner.run(example);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(example + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, GroupRunner> runners() {
    Map<String, GroupRunner> all = new HashMap<>();
    List.of(
            dev.maxdiff.domain.VectorRunner.groups(),
            dev.maxdiff.state.VectorRunner.groups(),
            dev.maxdiff.broker.VectorRunner.groups(),
            dev.maxdiff.execution.VectorRunner.groups(),
            dev.maxdiff.watch.VectorRunner.groups(),
            dev.maxdiff.control.VectorRunner.groups(),
            dev.maxdiff.session.VectorRunner.groups(),
            dev.maxdiff.cli.VectorRunner.groups())
        .forEach(all::putAll);
    return all;
  }
}
