package dev.maxdiff.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.process.os.RuntimeMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The open files and the environment of children. */
class ChildFilesTest {

  private static final RuntimeMark MARK = new RuntimeMark("u", 1, 2, "first");

  @TempDir Path directory;

  @Test
  void theChildsJarIsWrittenOnceAndNamedInTheCommand() throws IOException {
    List<String> first = ChildProgram.extract(directory).command();
    List<String> second = ChildProgram.extract(directory).command();

    assertThat(first).isEqualTo(second).last().isEqualTo("dev.maxdiff.watch.child.WatcherChild");
    assertThat(first).noneMatch(argument -> argument.contains("SharedArchiveFile"));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactly(first.get(first.indexOf("-cp") + 1));
    }
  }

  @Test
  void aDamagedOrRemovedJarIsWrittenAgainAtTheNextLaunch() throws IOException {
    ChildProgram program = ChildProgram.extract(directory.resolve("child"));
    List<String> command = program.command();
    Path jar = program.directory().resolve(command.get(command.indexOf("-cp") + 1));
    long size = Files.size(jar);

    Files.writeString(jar, "half");
    program.restore();
    assertThat(jar).hasSize(size);

    Files.delete(jar);
    Files.delete(program.directory());
    program.restore();
    assertThat(jar).hasSize(size);
  }

  @Test
  void noColonOfTheDirectoryGetsIntoAClassPath() throws IOException {
    Path colons = directory.resolve("2026-11-29T06:31:29");

    List<String> command = ChildProgram.extract(colons).command();

    assertThat(command.get(command.indexOf("-cp") + 1)).doesNotContain(":");
  }

  @Test
  void aWatcherGetsNoBrokerKeysAndOnlyItsOwnMark() {
    var inherited =
        Map.of(
            "PATH",
            "/bin",
            "APCA_API_SECRET_KEY",
            "s",
            "ALP_KEY_ID",
            "k",
            "MAXDIFF_KEY",
            "other",
            "JAVA_TOOL_OPTIONS",
            "-Xms1g",
            "JDK_JAVA_OPTIONS",
            "-Xms1g",
            "_JAVA_OPTIONS",
            "-Xms1g");
    var launch =
        new Launch(
            WatcherKey.parse("BTCUSD|buy|maxdiff").slot(Slot.ENTRY),
            7,
            List.of("watcher"),
            Map.of("APCA_API_BASE_URL", "http://127.0.0.1:1"),
            directory.resolve("log"));

    assertThat(new ChildEnvironment(inherited, MARK).of(launch))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "PATH", "/bin",
                "APCA_API_BASE_URL", "http://127.0.0.1:1",
                "MAXDIFF_KEY", "BTCUSD|buy|maxdiff",
                "MAXDIFF_SLOT", "entry",
                "MAXDIFF_GENERATION", "7",
                "MAXDIFF_RUNTIME", "u:1:2:first"));
    assertThat(new ChildEnvironment(inherited, MARK).ofSentinel())
        .containsExactlyEntriesOf(Map.of("PATH", "/bin"));
  }

  @Test
  void ofALogAboveTheLimitTheEndIsCopiedAndItIsTruncated() throws IOException {
    Path small = Files.writeString(directory.resolve("small.log"), "four");
    Path large = Files.writeString(directory.resolve("large.log"), "twelve bytes");
    Files.writeString(directory.resolve("large.log.1"), "what was copied before");

    assertThat(trimmer("8").trim(small)).isFalse();
    assertThat(trimmer("8").trim(large)).isTrue();
    assertThat(trimmer("8").trim(directory.resolve("absent.log"))).isFalse();

    assertThat(small).hasContent("four");
    assertThat(large).isEmptyFile();
    assertThat(directory.resolve("large.log.1")).hasContent("ve bytes");
  }

  @Test
  void withLittleSpaceALogIsTruncatedWithoutACopy() throws IOException {
    Path large = Files.writeString(directory.resolve("large.log"), "twelve bytes");

    new LogTrimmer(settings("8", "8000PiB")).trim(large);

    assertThat(large).isEmptyFile();
    assertThat(directory.resolve("large.log.1")).doesNotExist();
  }

  private static LogTrimmer trimmer(String limit) {
    return new LogTrimmer(settings(limit, "0"));
  }

  private static ProcessSettings settings(String limit, String minimumFree) {
    return ProcessSettings.from(
        ConfigFactory.parseMap(
                Map.of(
                    "maxdiff.process.log-limit",
                    limit,
                    "maxdiff.process.log-minimum-free",
                    minimumFree))
            .withFallback(ConfigFactory.defaultReference()));
  }
}
