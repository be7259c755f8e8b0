package dev.maxdiff.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

  @TempDir Path directory;

  @Test
  void theCommandLineBeatsTheFileAndTheFileBeatsTheDefaults() throws IOException {
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

  @Test
  void aMissingFileMeansTheDefaults() {
    assertThat(Configuration.load(directory.resolve("none.conf"), Map.of()).hasPath("maxdiff"))
        .isTrue();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("application.conf"), text);
  }
}
