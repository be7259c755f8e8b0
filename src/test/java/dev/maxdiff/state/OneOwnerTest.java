package dev.maxdiff.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes that try to own one directory at the same instant. */
@Timeout(180)
class OneOwnerTest {

  private static final int ROUNDS = 15;

  private record Contender(Process process, BufferedReader output) {}

  @TempDir Path root;

  private final List<Contender> contenders = new ArrayList<>();

  @AfterEach
  void endContenders() {
    contenders.forEach(contender -> contender.process.destroyForcibly());
  }

  @Test
  void p8ExactlyOneOwnsItTheOthersNameItAndAllSeeOneIdentity() throws Exception {
    for (int i = 0; i < 3; i++) {
      contenders.add(contender());
    }
    for (Contender contender : contenders) {
      assertThat(contender.output.readLine()).isEqualTo("ready");
    }
    for (int round = 0; round < ROUNDS; round++) {
      Files.createDirectory(root.resolve(Integer.toString(round)));

      List<String> refusals = new ArrayList<>();
      Contender owner = null;
      String identity = null;
      for (Contender contender : contenders) {
        String line = contender.output.readLine();
        if (line.startsWith(round + " owner ")) {
          assertThat(owner).as("a second owner").isNull();
          owner = contender;
          identity = line.substring(line.lastIndexOf(' ') + 1);
        } else {
          refusals.add(line);
        }
      }
      assertThat(owner).as(refusals.toString()).isNotNull();
      assertThat(refusals).hasSize(2).allMatch(line -> line.contains(" refused "));
      assertThat(Files.readString(root.resolve(round + "/embedded/identity")).trim())
          .isEqualTo(identity);
      String winner = "is owned by process " + owner.process.pid() + ", which is still starting";
      assertThat(refusals).allMatch(line -> line.endsWith(winner));
      Files.createFile(root.resolve("done-" + round));
    }
  }

  private Contender contender() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OwnerProbe.class.getName(),
                root.toString(),
                Integer.toString(ROUNDS))
            .redirectErrorStream(true)
            .start();
    return new Contender(
        process,
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
  }
}
