package dev.maxdiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.http.JsonViews;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.runtime.context.RuntimeOptions;
import dev.maxdiff.runtime.offline.OfflineWatcherService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * State directories of earlier programs recover in full. The program that wrote a directory also
 * printed the expected result: {@code src/test/resources/state/README.md}.
 */
@Timeout(300)
class EarlierStateIT {

  private static final Path STATES = Path.of("src/test/resources/state");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonViews VIEWS = new JsonViews();
  private static final int COMPRESSED_ABOVE = 32 * 1024;
  private static final int JACKSON_JSON = 31;
  private static final int MAXDIFF_JSON = 2600;

  private final MarketTape tape = MarketTape.bitstamp();

  @TempDir Path root;

  /** The commits with a stored state directory. */
  static List<String> programs() throws IOException {
    try (Stream<Path> files = Files.list(STATES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".zip"))
          .map(name -> name.substring(0, name.length() - ".zip".length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void itHoldsASnapshotThatIsCompressed(String program) throws Exception {
    unpack(program, root);

    List<byte[]> snapshots = new ArrayList<>();
    query(
        root,
        "SELECT \"snapshot_payload\" FROM \"snapshot\"",
        row -> snapshots.add(row.getBytes(1)));

    assertThat(snapshots).hasSizeGreaterThan(2);
    assertThat(snapshots).anyMatch(payload -> uncompressedSize(payload) > COMPRESSED_ABOVE);
  }

  /** Returns {@code actual} without the fields that a newer program has added. */
  private static JsonNode withFieldsOf(JsonNode expected, JsonNode actual) {
    if (expected.isObject() && actual.isObject()) {
      ObjectNode kept = JsonNodeFactory.instance.objectNode();
      expected
          .fieldNames()
          .forEachRemaining(
              name ->
                  kept.set(
                      name,
                      actual.has(name)
                          ? withFieldsOf(expected.get(name), actual.get(name))
                          : MissingNode.getInstance()));
      return kept;
    } else if (expected.isArray() && actual.size() == expected.size()) {
      ArrayNode kept = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < expected.size(); i++) {
        kept.add(withFieldsOf(expected.get(i), actual.get(i)));
      }
      return kept;
    }
    return actual;
  }

  @ParameterizedTest
  @MethodSource("programs")
  void statusAndHistoryWithoutARuntimeAreAsThatProgramPrintedThem(String program) throws Exception {
    unpack(program, root);
    WatcherService stored = stored();

    JsonNode status = expected(program, "status");
    assertThat(withFieldsOf(status, json(answer(stored.status())))).isEqualTo(status);
    JsonNode past = expected(program, "history");
    assertThat(withFieldsOf(past, json(history(stored)))).isEqualTo(past);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everythingRecoversAndNewRowsAreReadWithTheOld(String program) throws Exception {
    unpack(program, root);
    unpack(program, root.resolve("untouched"));
    JsonNode before = expected(program, "status-running");
    JsonNode past = expected(program, "history");
    Wish standing = exitWish(before);
    int oldRows = rows(root.resolve("untouched"), JACKSON_JSON).size();

    try (MaxDiffRuntime runtime = start()) {
      StatusView status =
          await(
              runtime,
              view ->
                  view.watchers().stream()
                      .filter(StatusView.WatcherLine::wanted)
                      .allMatch(StatusView.WatcherLine::alive));

      assertThat(wishes(json(status))).isEqualTo(wishes(before));
      assertThat(generations(json(status)))
          .allSatisfy(
              (slot, generation) ->
                  assertThat(generation).as(slot).isGreaterThan(generations(before).get(slot)));
      assertThat(positions(json(status))).isEqualTo(positions(before));
      assertThat(withFieldsOf(orders(before), orders(json(status)))).isEqualTo(orders(before));
      assertThat(json(status).path("account").path("number"))
          .isEqualTo(before.path("account").path("number"));
      assertThat(json(status).path("account").path("cash"))
          .isEqualTo(before.path("account").path("cash"));
      assertThat(json(status).path("pauses")).isEqualTo(before.path("pauses"));
      assertThat(status.uncovered()).isEmpty();

      WishAnswer answer = answer(runtime.watchers().want(request(standing)));
      assertThat(answer.outcome()).isEqualTo(WishAnswer.Outcome.REPLACED);
      await(runtime, view -> view.orders().stream().anyMatch(standing::rests));
      startsWith(json(history(runtime.watchers())), past);
    }

    JsonNode whole = json(history(stored()));
    startsWith(whole, past);
    assertThat(whole.findValuesAsText("price")).contains(standing.newPrice().toString());
    assertThat(rows(root, JACKSON_JSON)).hasSize(oldRows);
    assertThat(rows(root, MAXDIFF_JSON))
        .contains("watcher.exit-wanted", "orders.intent-written")
        .allMatch(manifest -> manifest.matches("(watcher|orders|exchange)\\.[a-z-]+"));
    assertThat(Files.readString(root.resolve("embedded/journal.json"))).contains("\"format\" : 2");
  }

  @ParameterizedTest
  @MethodSource("programs")
  void anOrderEventThatIsUnknownHereLeavesTheRestOfTheHistoryAndTheStart(String program)
      throws Exception {
    unpack(program, root);
    update(
        root,
        """
        UPDATE "event_journal" SET "event_ser_manifest" = 'orders.of-tomorrow' WHERE "ordering" =
          (SELECT MAX("ordering") FROM "event_journal" WHERE "event_ser_manifest" LIKE '%OrderReplaced')
        """);
    List<JsonNode> rest = new ArrayList<>();
    expected(program, "history").forEach(rest::add);
    rest.remove(
        IntStream.range(0, rest.size())
            .filter(i -> rest.get(i).path("kind").asText().equals("REPLACED"))
            .max()
            .orElseThrow());

    assertThat(json(history(stored()))).containsExactlyElementsOf(rest);
    try (MaxDiffRuntime runtime = start()) {
      await(
          runtime,
          view ->
              view.watchers().stream()
                  .filter(StatusView.WatcherLine::wanted)
                  .allMatch(StatusView.WatcherLine::alive));
    }
  }

  /** A standing exit wish with a resting order, and the price of its replacement. */
  private record Wish(String strategy, Price newPrice) {
    boolean rests(StatusView.OrderLine order) {
      return order.slot() == Slot.EXIT
          && order.key() != null
          && order.key().strategy().equals(new Strategy(strategy))
          && order.limitPrice().compareTo(newPrice.value()) == 0;
    }
  }

  private static Wish exitWish(JsonNode status) {
    for (JsonNode order : status.path("orders")) {
      if (order.path("slot").asText().equals("exit")) {
        String[] key = order.path("key").asText().split("\\|", 3);
        BigDecimal price = new BigDecimal(order.path("limitPrice").asText());
        return new Wish(key[2], new Price(price.add(BigDecimal.ONE)));
      }
    }
    throw new AssertionError("no exit order in the expected status");
  }

  private static WishRequest request(Wish wish) {
    return new WishRequest(
        Slot.EXIT,
        Symbol.parse("BTCUSD"),
        Side.BUY,
        new Strategy(wish.strategy()),
        wish.newPrice(),
        null,
        null,
        null,
        null,
        Duration.ofMillis(200),
        true,
        false,
        false,
        null,
        WishRequest.Source.OPERATOR);
  }

  /** The wishes by slot, without attempts, processes and times of this start. */
  private static Map<String, JsonNode> wishes(JsonNode status) {
    Map<String, JsonNode> wishes = new TreeMap<>();
    for (JsonNode line : status.path("watchers")) {
      if (line.path("wanted").asBoolean()) {
        var wish = JSON.createObjectNode();
        for (String field : List.of("price", "quantity", "tolerance", "expiresAt")) {
          wish.set(field, line.path(field));
        }
        wishes.put(slot(line), wish);
      }
    }
    return wishes;
  }

  private static Map<String, Long> generations(JsonNode status) {
    Map<String, Long> generations = new TreeMap<>();
    for (JsonNode line : status.path("watchers")) {
      if (line.path("wanted").asBoolean()) {
        generations.put(slot(line), line.path("generation").asLong());
      }
    }
    return generations;
  }

  /** Quantities, owners and entry prices, without the present prices. */
  private static List<JsonNode> positions(JsonNode status) {
    return StreamSupport.stream(status.path("positions").spliterator(), false)
        .<JsonNode>map(line -> ((ObjectNode) line).without("currentPrice"))
        .toList();
  }

  private static ArrayNode orders(JsonNode status) {
    ArrayNode orders = JsonNodeFactory.instance.arrayNode();
    StreamSupport.stream(status.path("orders").spliterator(), false)
        .sorted(Comparator.comparing(line -> line.path("clientOrderId").asText()))
        .forEach(orders::add);
    return orders;
  }

  private static String slot(JsonNode line) {
    return line.path("key").asText() + " " + line.path("slot").asText();
  }

  private static void startsWith(JsonNode whole, JsonNode past) {
    assertThat(whole.size()).isGreaterThan(past.size());
    for (int i = 0; i < past.size(); i++) {
      assertThat(whole.get(i)).as("event %d", i).isEqualTo(past.get(i));
    }
  }

  private Config config() {
    return Configuration.load(
        root.resolve("none.conf"),
        Map.of("maxdiff.state.root", root.toString(), "maxdiff.exchange.speed", 1));
  }

  private MaxDiffRuntime start() {
    return MaxDiffRuntime.start(RuntimeOptions.embedded(config(), tape));
  }

  private WatcherService stored() {
    return OfflineWatcherService.find(config(), Venue.EMBEDDED, Map.of()).orElseThrow();
  }

  private static List<RuntimeEvent> history(WatcherService watchers) throws Exception {
    return answer(watchers.history(Set.of(), Set.of(), Instant.EPOCH));
  }

  private static JsonNode json(Object view) throws IOException {
    return JSON.readTree(VIEWS.write(view));
  }

  private static JsonNode expected(String program, String what) throws IOException {
    return JSON.readTree(STATES.resolve(program).resolve(what + ".json").toFile());
  }

  private static StatusView await(MaxDiffRuntime runtime, Predicate<StatusView> condition)
      throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
    StatusView status = answer(runtime.watchers().status());
    while (!condition.test(status)) {
      assertThat(System.nanoTime() - deadline).as("in time: %s", status).isNegative();
      TimeUnit.MILLISECONDS.sleep(50); // between two looks at the condition
      status = answer(runtime.watchers().status());
    }
    return status;
  }

  private static <T> T answer(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static void unpack(String program, Path state) throws IOException {
    try (InputStream file = Files.newInputStream(STATES.resolve(program + ".zip"));
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path path = state.resolve(entry.getName()).normalize();
        assertThat(path).startsWithRaw(state);
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else {
          Files.createDirectories(Objects.requireNonNull(path.getParent()));
          Files.copy(zip, path);
        }
      }
    }
  }

  private static int uncompressedSize(byte[] payload) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(payload))) {
      return in.readAllBytes().length;
    } catch (IOException e) {
      return 0; // stored as it is
    }
  }

  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  /** The manifests of all events that a serializer has written. */
  private static List<String> rows(Path state, int serializer) throws SQLException {
    List<String> manifests = new ArrayList<>();
    query(
        state,
        "SELECT \"event_ser_manifest\" FROM \"event_journal\" WHERE \"event_ser_id\" = "
            + serializer,
        row -> manifests.add(row.getString(1)));
    return manifests;
  }

  private static void update(Path state, String sql) throws SQLException {
    try (Connection connection = open(state);
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }

  private static Connection open(Path state) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:h2:" + state.resolve("embedded/journal") + ";IFEXISTS=TRUE");
  }

  private static void query(Path state, String sql, Row reader) throws SQLException {
    try (Connection connection = open(state);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        reader.read(rows);
      }
    }
  }
}
