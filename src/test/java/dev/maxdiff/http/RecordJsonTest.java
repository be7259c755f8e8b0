package dev.maxdiff.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.control.ActionLine;
import dev.maxdiff.control.CancelDuplicatesRequest;
import dev.maxdiff.control.FakeWatcherService;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.StopAnswer;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server and the client read and write the same JSON. */
class RecordJsonTest {

  private static final Instant AT = Instant.parse("2013-11-25T15:00:00.123456Z");
  private static final WatcherKey KEY = WatcherKey.parse("BTCUSD|buy|maxdiff");

  private final JsonViews server = new JsonViews();

  static Stream<Record> requests() {
    return Stream.of(
        new WishRequest(
            Slot.ENTRY,
            KEY.symbol(),
            KEY.side(),
            KEY.strategy(),
            Price.parse("104800.50"),
            Quantity.parse("0.000000001"),
            new BigDecimal("0.0066"),
            Duration.ofMinutes(90),
            AT,
            Duration.ofMillis(250),
            true,
            false,
            true,
            7,
            WishRequest.Source.OPERATOR),
        WishRequest.exit(KEY, Price.parse("110250")),
        new StopRequest(null, Side.SELL, new Strategy("highlow"), null, true),
        new StopRequest(Symbol.parse("BRK.B"), null, null, Slot.EXIT, false),
        new PauseScope(KEY.symbol(), KEY.side(), KEY.strategy()),
        PauseScope.EVERYTHING,
        new CancelDuplicatesRequest(true, false),
        new KillAllRequest(true));
  }

  static Stream<Record> answers() {
    return Stream.of(
        FakeWatcherService.status(null),
        FakeWatcherService.status("connection refused"),
        new WishAnswer(WishAnswer.Outcome.REPLACED, KEY, Slot.EXIT, 1L << 40, "long \"0.5\" €"),
        new WishAnswer(WishAnswer.Outcome.DENIED, null, null, 0, null),
        new StopAnswer(null, null, false, "an order"),
        new ActionLine(true, ""),
        new ConsistencyView(
            KEY, Slot.EXIT, "wanted", "pid 7", "none", new BigDecimal("1E-9"), null, false, "no"),
        new RuntimeEvent(
            AT,
            RuntimeEvent.Kind.CRASH_LOOP,
            new SlotId(KEY, Slot.ENTRY),
            3,
            Price.parse("1"),
            Quantity.parse("2"),
            "words"),
        new RuntimeEvent(AT, RuntimeEvent.Kind.ALERT, null, 0, null, null, "words"),
        new HealthView("ok", Long.MAX_VALUE),
        new ErrorView("no", null));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void theServerReadsWhatACommandWrites(Record request) {
    String json = RecordJson.write(request);

    assertThat(server.read(json, request.getClass())).isEqualTo(request);
    assertThat(json).isEqualTo(server.write(request));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void aCommandReadsWhatTheServerWrites(Record answer) {
    assertThat(RecordJson.read(server.write(answer), answer.getClass())).isEqualTo(answer);
    assertThat(RecordJson.readAll(server.write(List.of(answer, answer)), answer.getClass()))
        .isEqualTo(List.of(answer, answer));
  }

  @Test
  void ignoresUnknownFieldsOfANewerRuntime() {
    String json = "{\"quantity\": 0.50, \"news\": {\"a\": [1]}, \"words\": null, \"since\": null}";

    assertThat(RecordJson.read(json, StatusView.UncoveredLine.class).quantity())
        .isEqualTo(new BigDecimal("0.50"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "{\"done\":", "[]", "\"text\"", "null", "<html>"})
  void refusesInvalidAnswers(String text) {
    assertThatThrownBy(() -> RecordJson.read(text, ActionLine.class))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("answer of the runtime");
  }
}
