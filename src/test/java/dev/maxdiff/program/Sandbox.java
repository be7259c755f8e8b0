package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.maxdiff.process.sentinel.Sentinel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A state directory with its own settings and market, and the commands for it. */
final class Sandbox {

  static final String READY = "Wishes are taken at";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long FIRST_TRADE = 1_385_337_600;

  private final Path directory;
  private final List<String> settings = new ArrayList<>();
  private final List<String> jvmOptions = new ArrayList<>();

  Sandbox(Path directory) {
    this.directory = directory;
  }

  /** Adds lines to the configuration file of every later runtime. */
  Sandbox with(String... lines) {
    settings.addAll(List.of(lines));
    return this;
  }

  /** Adds JVM options to every later runtime. */
  Sandbox jvm(String... options) {
    jvmOptions.addAll(List.of(options));
    return this;
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  Path state() {
    return directory.resolve("state");
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a runtime without a session on a market that swings around 1000 USD, by 4 USD at first
   * and by 33 USD at the end, with a period of two minutes and a trade of {@code size} every two
   * seconds. The swings grow so that an order that rests at the bottom of a swing fills in a later
   * swing.
   */
  Program swinging(String size) {
    return market(size, 60);
  }

  /** The same market in real time: after minutes it is still in its first swings. */
  Program steady(String size) {
    return market(size, 1);
  }

  private Program market(String size, int speed) {
    StringBuilder tape = new StringBuilder("timestamp,price,amount\n");
    for (int i = 0; i < 7_200; i++) {
      double price = 1000 + (4 + i * 0.004) * Math.sin(i * Math.PI / 30);
      tape.append(FIRST_TRADE + 2L * i)
          .append(String.format(java.util.Locale.ROOT, ",%.2f,", price))
          .append(size)
          .append('\n');
    }
    Path data = write("swing.csv", tape.toString());
    settings.removeIf(line -> line.startsWith("maxdiff.exchange.warm-up"));
    settings.add("maxdiff.exchange.warm-up = 1m");
    return run("--speed=" + speed, "--no-loop", "--data=" + data);
  }

  /** Starts {@code run} and waits until it accepts wishes. */
  Program run(String... arguments) {
    Program session = starting(arguments);
    try {
      session.awaitOutput(READY);
      return session;
    } catch (AssertionError e) {
      session.close();
      throw e;
    }
  }

  /** Starts {@code run} without waiting. */
  Program starting(String... arguments) {
    Path file = write("settings.conf", String.join("\n", settings) + "\n");
    List<String> all = new ArrayList<>(List.of("run", "--port=0"));
    all.addAll(List.of(arguments));
    return Program.start(
        jvmOptions, Map.of("MAXDIFF_CONFIG", file.toString()), state(), all.toArray(String[]::new));
  }

  /** Starts {@code run} with a console that nobody reads, and waits until it accepts wishes. */
  Program unread(String... arguments) {
    Path file = write("settings.conf", String.join("\n", settings) + "\n");
    List<String> all = new ArrayList<>(List.of("run", "--port=0"));
    all.addAll(List.of(arguments));
    Program session =
        Program.startUnread(
            Map.of("MAXDIFF_CONFIG", file.toString()), state(), all.toArray(String[]::new));
    Path started = state().resolve("embedded").resolve("runtime.json");
    session.await("runtime.json", () -> Files.exists(started) || !session.isAlive());
    return session;
  }

  Program.Result command(String... arguments) {
    return Program.run(state(), arguments);
  }

  /** Runs a command that must end with code 0; returns its output. */
  String done(String... arguments) {
    Program.Result ended = command(arguments);
    assertThat(ended.code()).as(ended.output()).isZero();
    return ended.output();
  }

  String entry(String strategy, String price, String quantity) {
    return done(
        "entry",
        "BTCUSD",
        "--side=buy",
        "--strategy=" + strategy,
        "--limit-price=" + price,
        "--target-qty=" + quantity,
        "--poll-seconds=0.1",
        "--force");
  }

  String exit(String strategy, String price) {
    return done(
        "exit",
        "BTCUSD",
        "--side=buy",
        "--strategy=" + strategy,
        "--takeprofit-price=" + price,
        "--poll-seconds=0.1",
        "--force");
  }

  AuditChecker audit() {
    return AuditChecker.of(state().resolve("embedded").resolve("exchange").resolve("audit.jsonl"));
  }

  /** The processes with the mark of this state directory. */
  List<MarkedProcesses.Marked> watchers() {
    try {
      String uuid = Files.readString(state().resolve("embedded").resolve("identity")).trim();
      return MarkedProcesses.of(uuid);
    } catch (IOException e) {
      return List.of(); // none yet
    }
  }

  /** The sentinels of this state directory's runtimes; an argument names the directory. */
  List<Long> sentinels() {
    try {
      String uuid = Files.readString(state().resolve("embedded").resolve("identity")).trim();
      return ProcessHandle.allProcesses()
          .map(ProcessHandle::pid)
          .filter(
              pid ->
                  MarkedProcesses.commandLine(pid).contains(Sentinel.class.getName() + " " + uuid))
          .toList();
    } catch (IOException e) {
      return List.of(); // none yet
    }
  }

  /** The newest file of a slot; P9: it is valid JSON at every reading. */
  Optional<JsonNode> file(String key, String slot, String price) {
    String name = key.replace("BTCUSD|buy|", "BTCUSD_buy_" + slot + "_") + "_" + price + ".json";
    return files().stream()
        .filter(file -> file.path("config_path").asText().endsWith("/" + name))
        .findFirst();
  }

  List<JsonNode> files() {
    try (Stream<Path> files = Files.list(state().resolve("maxdiff_watchers_embedded"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .map(Sandbox::whole)
          .filter(Objects::nonNull)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode whole(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      if (Files.exists(file)) {
        throw new AssertionError(file + " is no valid JSON", e);
      }
      return null;
    }
  }
}
