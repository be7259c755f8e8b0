package dev.maxdiff.cli.context;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardInputTest {

  @ParameterizedTest
  @ValueSource(strings = {"/dev/pts/0", "/dev/pts/12", "/dev/tty1", "/dev/ttyS0", "/dev/console"})
  void aTerminalIsRecognised(String path) {
    assertThat(StandardInput.isTerminal(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/null", "pipe:[4711]", "socket:[1]", "/home/a/pts/0", "/dev/pts/"})
  void nothingElseIs(String path) {
    assertThat(StandardInput.isTerminal(path)).isFalse();
  }

  @Test
  void theInputOfThisTestIsNone() {
    assertThat(StandardInput.isTerminal()).isFalse();
  }
}
