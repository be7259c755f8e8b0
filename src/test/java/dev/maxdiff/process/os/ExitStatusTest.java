package dev.maxdiff.process.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExitStatusTest {

  @Test
  void namesTheSignalThatEndedItEvenWhenItWasHandled() {
    assertThat(ExitStatus.signalled(9).words()).isEqualTo("ended by SIGKILL");
    assertThat(ExitStatus.exited(143).words()).isEqualTo("ended by SIGTERM");
    assertThat(ExitStatus.exited(1).words()).isEqualTo("exit code 1");
    assertThat(ExitStatus.signalled(31).words()).isEqualTo("signal 31");
  }
}
