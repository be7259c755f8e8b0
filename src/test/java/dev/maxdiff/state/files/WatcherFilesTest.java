package dev.maxdiff.state.files;

import static dev.maxdiff.state.StateFixture.exit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateFixture;
import dev.maxdiff.state.StateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatcherFilesTest {

  private static final Instant NOW = Instant.parse("2026-01-05T14:30:00Z");

  private static final String OURS = "BTCUSD_buy_exit_maxdiff_110250.json";

  @TempDir Path root;
  private StateDirectory directory;
  private WatcherFiles files;

  @BeforeEach
  void open() {
    directory = StateFixture.directory(root);
    files = openAt(NOW);
  }

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void afterHurryNoWriteWaitsForThePause() {
    StateSettings patient = StateFixture.settings(root, Duration.ofDays(1));
    try (WatcherFiles slow = WatcherFiles.open(directory, patient, InstantSource.fixed(NOW))) {
      slow.hurry();
      slow.pending(exit("110250"), 7);

      Path written = directory.watchers().resolve("BTCUSD_buy_exit_maxdiff_110250.json");
      long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (!Files.exists(written) && System.nanoTime() < patience) {
        Thread.onSpinWait();
      }
      assertThat(written).exists();
    }
  }

  @Test
  void aLaunchedExitHasTheFieldsOfTheContract() throws Exception {
    files.pending(exit("110250"), 7);
    files.launched(slot(), 7, 4711);
    files.flush();

    JsonNode json = json("BTCUSD_buy_exit_maxdiff_110250.json");
    assertThat(json.get("takeprofit_price").decimalValue()).isEqualByComparingTo("110250");
    assertThat(json.get("exit_side").asText()).isEqualTo("sell");
    assertThat(json.get("generation").asLong()).isEqualTo(7);
    assertThat(json.get("pid").asInt()).isEqualTo(4711);
    assertThat(json.get("state").asText()).isEqualTo("launched");
    assertThat(json.get("active").asBoolean()).isTrue();
    assertThat(json.get("started_at").asText()).isEqualTo("2026-01-05T14:30:00+00:00");
    assertThat(json.get("asset_class").asText()).isEqualTo("crypto");
    assertThat(json.has("target_qty")).isFalse();
  }

  @Test
  void aSupersededFileStays() throws Exception {
    files.pending(exit("110250"), 1);
    files.superseded(slot(), 1);
    files.pending(exit("105000"), 2);
    files.flush();

    JsonNode old = json("BTCUSD_buy_exit_maxdiff_110250.json");
    assertThat(old.get("active").asBoolean()).isFalse();
    assertThat(old.get("state").asText()).isEqualTo("superseded_exit_watcher");
    assertThat(old.get("terminated_at").asText()).isEqualTo("2026-01-05T14:30:00+00:00");
    assertThat(json("BTCUSD_buy_exit_maxdiff_105000.json").get("active").asBoolean()).isTrue();
  }

  @Test
  void aChildReportsOnlyForItsOwnGenerationAndOnlyKnownFields() throws Exception {
    files.pending(exit("110250"), 3);

    assertThat(files.report(slot(), 2, Map.of("state", "watching_orders"))).isFalse();
    assertThat(
            files.report(
                slot(),
                3,
                Map.of(
                    "state",
                    "watching_orders",
                    "position_qty",
                    0.5,
                    "error",
                    "two\nlines",
                    "pid",
                    1,
                    "generation",
                    99,
                    "made_up",
                    "x")))
        .isTrue();
    files.flush();

    JsonNode json = json("BTCUSD_buy_exit_maxdiff_110250.json");
    assertThat(json.get("state").asText()).isEqualTo("watching_orders");
    assertThat(json.get("position_qty").decimalValue()).isEqualByComparingTo("0.5");
    assertThat(json.get("error").asText()).isEqualTo("two lines");
    assertThat(json.get("generation").asLong()).isEqualTo(3);
    assertThat(json.has("made_up")).isFalse();
    assertThat(json.has("pid")).isFalse();
  }

  @Test
  void aBadReportIsRefusedWhole() {
    files.pending(exit("110250"), 3);
    Map<String, Object> report = new HashMap<>();
    report.put("state", "watching_orders");
    report.put("position_qty", Double.NaN);

    assertThatThrownBy(() -> files.report(slot(), 3, report))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("position_qty: NaN (expected: a finite number)");
    assertThat(files.of(slot()).orElseThrow().state()).isEqualTo("pending_launch");
  }

  @Test
  void theFinalStateOfTheChildStays() {
    files.pending(exit("110250"), 3);
    files.report(slot(), 3, Map.of("state", "target_filled"));
    files.ended(slot(), 3, "done", null);

    assertThat(files.of(slot()).orElseThrow().state()).isEqualTo("target_filled");
    assertThat(files.of(slot()).orElseThrow().active()).isFalse();
    assertThat(files.report(slot(), 3, Map.of("state", "watching_orders"))).isFalse();
  }

  @Test
  void p9StartCorrectsWhatClaimsToRun() throws Exception {
    files.pending(exit("110250"), 3);
    files.close();
    Path old = directory.watchers().resolve("BTCUSD_buy_exit_110250.00000000.json");
    Files.writeString(old, "{\"active\": true, \"pid\": 1, \"symbol\": \"BTCUSD\"}");
    Files.writeString(directory.watchers().resolve("broken.json"), "{\"active\": tr");

    files = openAt(NOW.plusSeconds(60));
    files.flush();

    JsonNode json = json("BTCUSD_buy_exit_maxdiff_110250.json");
    assertThat(json.get("active").asBoolean()).isFalse();
    assertThat(json.get("state").asText()).isEqualTo(WatcherFiles.INTERRUPTED);
    assertThat(files.all()).hasSize(2);
    assertThat(Files.readString(old)).contains("\"active\": true");
  }

  @Test
  void longEndedFilesGo() throws Exception {
    files.pending(exit("110250"), 3);
    files.superseded(slot(), 3);
    files.pending(exit("105000"), 4);
    files.close();

    files = openAt(NOW.plus(Duration.ofDays(8)));
    assertThat(files.all()).hasSize(1);
    files.flush();
    assertThat(directory.watchers().resolve("BTCUSD_buy_exit_maxdiff_110250.json")).doesNotExist();
    assertThat(directory.watchers().resolve("BTCUSD_buy_exit_maxdiff_105000.json")).exists();
  }

  @Test
  void everyChangeIsCounted() {
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    try (WatcherFiles own = WatcherFiles.open(directory, StateFixture.settings(root), now::get)) {
      assertCounted(own, () -> own.pending(exit("110250"), 3));
      assertCounted(own, () -> own.report(slot(), 3, Map.of("state", "watching_orders")));
      assertCounted(own, () -> own.superseded(slot(), 3));

      long before = own.changes();
      own.report(slot(), 2, Map.of("state", "done"));
      own.forgetEnded();
      assertThat(own.changes()).as("nothing has changed").isEqualTo(before);

      now.set(NOW.plus(Duration.ofDays(8)));
      assertCounted(own, own::forgetEnded);
      assertThat(own.all()).isEmpty();
    }
  }

  private static void assertCounted(WatcherFiles files, Runnable change) {
    long before = files.changes();
    change.run();
    assertThat(files.changes()).isGreaterThan(before);
  }

  @Test
  void foreignFilesAreTheFilesOfNoRuntime() throws Exception {
    files.pending(exit("110250"), 7);
    files.flush();
    String ours = Files.readString(directory.watchers().resolve(OURS));
    List<String> contents =
        List.of(
            ours,
            ours.replace("\"generation\" : 7", "\"generation\" : 0"),
            ours.replace("\"generation\" : 7", "\"generation\" : \"7\""),
            ours.replace("\"generation\" : 7", "\"generation\" : 7.5"),
            ours.replace("\"generation\" : 7", "\"generation\" : {\"of\": [7]}"),
            ours.replace("\"generation\" : 7", "\"generation\" : 99999999999999999999"),
            ours.replace("\"maxdiff\"", "\"another\""),
            ours.replace("\"maxdiff\"", "null"),
            ours.replace("\"buy\"", "true"),
            ours.replace("\"BTCUSD\"", "\"no symbol\""),
            ours.substring(0, ours.length() - 3),
            ours.substring(0, ours.length() / 2),
            ours + " trailing",
            "{\"symbol\": \"BTCUSD\", \"side\": \"long\"}",
            "{}",
            "[]",
            "7",
            "");
    for (String content : contents) {
      Files.writeString(directory.watchers().resolve(OURS), content);

      List<WatcherFile> others =
          WatcherFolder.read(directory.watchers()).stream().filter(file -> !file.ours()).toList();
      assertThat(WatcherFolder.foreign(directory.watchers())).as(content).isEqualTo(others);
    }
    Files.writeString(directory.watchers().resolve(OURS), ours);
    assertThat(OwnFileCheck.isOurs(directory.watchers().resolve(OURS))).isTrue();
  }

  @Test
  void p9FileIsValidJsonAtEveryInstant() throws Exception {
    files.pending(exit("110250"), 1);
    files.flush();
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                files.report(slot(), 1, Map.of("position_qty", i, "error", "e".repeat(i % 500)));
              }
              done.set(true);
            });
    writer.start();
    int reads = 0;
    while (!done.get()) {
      assertThat(json("BTCUSD_buy_exit_maxdiff_110250.json").get("active").asBoolean()).isTrue();
      reads++;
    }
    writer.join();
    files.flush();

    assertThat(reads).isPositive();
    JsonNode json = json("BTCUSD_buy_exit_maxdiff_110250.json");
    assertThat(json.get("position_qty").asInt()).isEqualTo(19_999);
    try (Stream<Path> left = Files.list(directory.watchers())) {
      assertThat(left).hasSize(1);
    }
  }

  private WatcherFiles openAt(Instant now) {
    return WatcherFiles.open(directory, StateFixture.settings(root), InstantSource.fixed(now));
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(directory.watchers().resolve(name)));
  }

  private static SlotId slot() {
    return exit("1").slotId();
  }
}
