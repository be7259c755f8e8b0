package dev.maxdiff.process.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpawnRefusedExceptionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2|No such file or directory|command: w (expected: to exist, and so the interpreter that it"
            + " names; but: No such file or directory)",
        "7|Argument list too long|command: w (expected: shorter arguments and environment; but:"
            + " Argument list too long)",
        "8|Exec format error|command: w (expected: a program, or a script that begins #!; but:"
            + " Exec format error)",
        "11|Resource temporarily unavailable|launch: w (expected: room for one more process of this"
            + " user, ulimit -u; but: Resource temporarily unavailable)",
        "12|Cannot allocate memory|launch: w (expected: memory for one more process; but: Cannot"
            + " allocate memory)",
        "23|Too many open files in system|launch: w (expected: more open files allowed to the"
            + " machine; but: Too many open files in system)",
        "24|Too many open files|launch: w (expected: more open files allowed to the runtime, ulimit"
            + " -n; but: Too many open files)",
        "13|Permission denied|command: w (expected: a program that can be executed; but: Permission"
            + " denied)"
      })
  void p11AMissingResourceIsNamedInTheSystemsOwnWords(int error, String cause, String words) {
    assertThat(SpawnRefusedException.of("w", error, cause)).hasMessage(words);
  }
}
