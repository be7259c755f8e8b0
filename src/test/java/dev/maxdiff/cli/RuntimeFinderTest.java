package dev.maxdiff.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.cli.context.Location;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.http.AccessTokens;
import dev.maxdiff.http.NoRuntimeException;
import dev.maxdiff.process.os.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeFinderTest {

  @TempDir Path stateDir;

  private final RuntimeFinder finder = new RuntimeFinder();

  @Test
  void findsTheRuntimeOfAVenueAndSuffix() throws IOException {
    write("paper_hourly", running());

    assertThat(finder.find(new Location(stateDir, null, "_hourly")))
        .containsExactly(
            new RuntimeAddress(
                URI.create("http://127.0.0.1:8642"),
                ProcessHandle.current().pid(),
                0,
                "",
                new AccessTokens("s3cret", "s3cret"),
                Venue.PAPER));
    assertThat(finder.find(new Location(stateDir, Venue.LIVE, "_hourly"))).isEmpty();
    assertThat(finder.find(new Location(stateDir, null, ""))).isEmpty();
  }

  @Test
  void aRuntimeWhoseProcessIsGoneIsNotFound() throws IOException {
    write("embedded", running().replaceAll("\"pid\":\\d+", "\"pid\":2147483000"));

    assertThat(finder.find(new Location(stateDir, null, ""))).isEmpty();
    assertThatThrownBy(() -> new RuntimeConnector(finder).apply(new Location(stateDir, null, "")))
        .isInstanceOf(NoRuntimeException.class)
        .hasMessageContaining(stateDir.toString());
  }

  @Test
  void aPidWithAnotherStartOrOfAnotherBootIsNotBelieved() throws IOException {
    ProcessIdentity self = ProcessIdentity.ofThisProcess();

    assertThat(found(self.startTicks(), self.bootId())).hasSize(1);
    assertThat(found(self.startTicks() - 1, self.bootId())).isEmpty();
    assertThat(found(self.startTicks(), "another")).isEmpty();
  }

  private List<RuntimeAddress> found(long startTicks, String bootId) throws IOException {
    String process = "{\"startTicks\":%d,\"bootId\":\"%s\",".formatted(startTicks, bootId);
    write("embedded", running().replaceFirst("\\{", process));
    return finder.find(new Location(stateDir, null, ""));
  }

  @Test
  void severalRuntimesNeedAVenueAndTheTokenStaysHidden() throws IOException {
    write("embedded", running());
    write("paper", running());

    assertThatThrownBy(() -> new RuntimeConnector(finder).apply(new Location(stateDir, null, "")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("venue: none (expected: one of [embedded runtime")
        .hasMessageNotContaining("s3cret");
    assertThat(new RuntimeConnector(finder).apply(new Location(stateDir, Venue.PAPER, "")))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "not json",
        "{\"address\":\"http://127.0.0.1:1\"}",
        "{\"address\":\"http://127.0.0.1:1\",\"pid\":\"x\",\"token\":\"t\"}",
        "{\"address\":\"no address\",\"pid\":1,\"token\":\"t\"}"
      })
  void p11ABrokenFileIsNamed(String content) throws IOException {
    write("embedded", content);

    assertThatThrownBy(() -> finder.find(new Location(stateDir, null, "")))
        .isInstanceOf(NoRuntimeException.class)
        .hasMessageContaining("runtime.json: damaged")
        .hasMessageNotContaining("\n");
  }

  private void write(String directory, String content) throws IOException {
    Path venue = Files.createDirectories(stateDir.resolve(directory));
    Files.writeString(venue.resolve("runtime.json"), content);
  }

  private static String running() {
    return "{\"address\":\"http://127.0.0.1:8642\",\"pid\":"
        + ProcessHandle.current().pid()
        + ",\"start\":\"2026-11-22T15:00:00Z\",\"token\":\"s3cret\",\"venue\":\"x\"}";
  }
}
