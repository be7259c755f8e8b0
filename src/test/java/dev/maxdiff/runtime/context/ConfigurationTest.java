package dev.maxdiff.runtime.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

  @TempDir Path directory;

  @Test
  void theCommandLinePrecedesTheFileAndTheFileTheDefaults() throws IOException {
    Path file = write("maxdiff.watcher.command = [from-file]\nmaxdiff.exchange.speed = 2");

    var config = Configuration.load(file, Map.of("maxdiff.exchange.speed", 3));

    assertThat(config.getInt("maxdiff.exchange.speed")).isEqualTo(3);
    assertThat(config.getStringList("maxdiff.watcher.command")).containsExactly("from-file");
  }

  @Test
  void p11NamesAnUnknownKeyAndItsLine() throws IOException {
    Path file = write("maxdiff {\n  exchange {\n    sped = 5\n  }\n}");

    assertThatThrownBy(() -> Configuration.load(file, Map.of()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("application.conf:3")
        .hasMessageContaining("maxdiff.exchange.sped");
  }

  @Test
  void p11SaysWhereAFileCannotBeRead() throws IOException {
    Path file = write("maxdiff {");

    assertThatThrownBy(() -> Configuration.load(file, Map.of()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("application.conf");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          maxdiff.process.grace = 2 parsecs       | maxdiff.process.grace: 2 parsecs (expected: a duration
          maxdiff.process.grace = -2s             | maxdiff.process.grace: -2s (expected: a duration
          maxdiff.exchange.speed = abc            | maxdiff.exchange.speed: abc (expected: a number
          maxdiff.process.log-limit = 3 apples    | maxdiff.process.log-limit: 3 apples (expected: a size
          maxdiff.watcher.command = "x y"         | maxdiff.watcher.command: x y (expected: a list
          maxdiff.exchange.port = [1]             | maxdiff.exchange.port: [1] (expected: a number
          maxdiff.state.root = [1]                | maxdiff.state.root: [1] (expected: text
          maxdiff.process = 3                     | maxdiff.process: 3 (expected: a section
          maxdif.process.grace = 3s               | maxdif.process.grace (expected: a key of reference.conf; this one does not exist)
          maxdiff.no.such = 1                     | maxdiff.no.such (expected: a key of reference.conf; this one does not exist)
          """)
  void p11NamesTheKeyOfAValueOfTheWrongKind(String line, String message) throws IOException {
    Path file = write("\n" + line);

    assertThatThrownBy(() -> Configuration.load(file, Map.of()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("application.conf:2: " + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maxdiff.process.grace = 1500 ms",
        "maxdiff.process.grace = 2000",
        "maxdiff.exchange.speed = 0.5",
        "maxdiff.exchange.starting-cash = 5000",
        "maxdiff.process.log-limit = 3 kB",
        "akka.loglevel = DEBUG"
      })
  void everyFormOfAValidValueIsAccepted(String line) throws IOException {
    Path file = write(line);

    assertThatCode(() -> Configuration.load(file, Map.of())).doesNotThrowAnyException();
  }

  @Test
  void aMissingFileMeansTheDefaults() {
    assertThat(Configuration.load(directory.resolve("none.conf"), Map.of()).hasPath("maxdiff"))
        .isTrue();
  }

  @Test
  void ourSettingsOfAkkaPrecedeAkkasInTheMergedFile() {
    var merged = ConfigFactory.parseString("akka.log-dead-letters = 10"); // as in the jar

    assertThat(Configuration.withDefaults(merged).getString("akka.log-dead-letters"))
        .isEqualTo("off");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("application.conf"), text);
  }
}
