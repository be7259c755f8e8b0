package dev.maxdiff.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.control.AcceptLedgerRequest;
import dev.maxdiff.control.ActionLine;
import dev.maxdiff.control.CancelDuplicatesRequest;
import dev.maxdiff.control.FakeWatcherService;
import dev.maxdiff.control.StopAnswer;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishPreview;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.PlannedEntry;
import dev.maxdiff.domain.PlannedTrade;
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
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server and the short commands read and write the same JSON. */
class ShortCommandJsonTest {

  private static final Instant AT = Instant.parse("2013-11-25T15:00:00.123456Z");
  private static final WatcherKey KEY = WatcherKey.parse("BTCUSD|buy|maxdiff");

  private final JsonViews server = new JsonViews();

  static Stream<Arguments> requests() {
    return Stream.of(
        wish(
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
                WishRequest.Source.OPERATOR)),
        wish(WishRequest.exit(KEY, Price.parse("110250"))),
        wish(exitOfARow()),
        Arguments.of(
            new PreviewRequest(List.of(exitOfARow(), WishRequest.exit(KEY, Price.parse("1")))),
            RequestWriter.preview(List.of(exitOfARow(), WishRequest.exit(KEY, Price.parse("1"))))),
        stop(new StopRequest(null, Side.SELL, new Strategy("highlow"), null, true)),
        stop(new StopRequest(Symbol.parse("BRK.B"), null, null, Slot.EXIT, false)),
        scope(new PauseScope(KEY.symbol(), KEY.side(), KEY.strategy())),
        scope(PauseScope.EVERYTHING),
        cancelDuplicates(new CancelDuplicatesRequest(true, false)),
        acceptLedger(new AcceptLedgerRequest(KEY.symbol(), KEY, true)),
        acceptLedger(new AcceptLedgerRequest(KEY.symbol(), null, false)),
        Arguments.of(new KillAllRequest(true), RequestWriter.killAll(true)));
  }

  private static WishRequest exitOfARow() {
    return new WishRequest(
        Slot.EXIT,
        KEY.symbol(),
        KEY.side(),
        KEY.strategy(),
        Price.parse("110250"),
        null,
        null,
        null,
        null,
        null,
        false,
        false,
        false,
        null,
        WishRequest.Source.LOOP,
        null,
        new PlannedEntry(
            new PlannedTrade(AT, "2", true, 0), Price.parse("104800"), Quantity.parse("0.5")));
  }

  private static Arguments wish(WishRequest request) {
    return Arguments.of(request, RequestWriter.wish(request));
  }

  private static Arguments stop(StopRequest request) {
    return Arguments.of(request, RequestWriter.stop(request));
  }

  private static Arguments scope(PauseScope scope) {
    return Arguments.of(scope, RequestWriter.scope(scope));
  }

  private static Arguments cancelDuplicates(CancelDuplicatesRequest request) {
    return Arguments.of(request, RequestWriter.cancelDuplicates(request));
  }

  private static Arguments acceptLedger(AcceptLedgerRequest request) {
    return Arguments.of(request, RequestWriter.acceptLedger(request));
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        answer(FakeWatcherService.status(null), ViewDecoder::status),
        answer(FakeWatcherService.status("connection refused"), ViewDecoder::status),
        answer(
            new WishAnswer(WishAnswer.Outcome.REPLACED, KEY, Slot.EXIT, 1L << 40, "long \"0.5\" €"),
            ViewDecoder::wishAnswer),
        answer(
            new WishAnswer(WishAnswer.Outcome.STARTED, KEY, Slot.EXIT, 1, "long", "passed"),
            ViewDecoder::wishAnswer),
        answer(
            new WishAnswer(WishAnswer.Outcome.DENIED, null, null, 0, null),
            ViewDecoder::wishAnswer),
        answer(new StopAnswer(null, null, false, "an order"), ViewDecoder::stopAnswer),
        answer(
            new WishPreview(WishPreview.Verdict.HELD, KEY, Slot.EXIT, "held", null),
            ViewDecoder::preview),
        answer(new ActionLine(true, ""), ViewDecoder::actionLine),
        answer(
            new ConsistencyView(
                KEY,
                Slot.EXIT,
                "wanted",
                "pid 7",
                "none",
                new BigDecimal("1E-9"),
                null,
                "naked: why",
                false,
                "no"),
            ViewDecoder::consistency),
        answer(
            new RuntimeEvent(
                AT,
                RuntimeEvent.Kind.CRASH_LOOP,
                new SlotId(KEY, Slot.ENTRY),
                3,
                Price.parse("1"),
                Quantity.parse("2"),
                "words"),
            ViewDecoder::event),
        answer(
            new RuntimeEvent(AT, RuntimeEvent.Kind.ALERT, null, 0, null, null, "words"),
            ViewDecoder::event),
        answer(new HealthView("ok", Long.MAX_VALUE), ViewDecoder::health),
        answer(new ErrorView("no", null), ViewDecoder::error));
  }

  private static <T> Arguments answer(T answer, Function<JsonObject, T> decoder) {
    return Arguments.of(answer, decoder);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void theServerReadsWhatACommandWrites(Record request, String json) {
    assertThat(server.read(json, request.getClass())).isEqualTo(request);
    assertThat(json).isEqualTo(withoutTheSessionsFields(server.write(request)));
  }

  /** No command names a plan row; the token of a stop tells its source. */
  private static String withoutTheSessionsFields(String json) {
    return json.replace(",\"trade\":null", "")
        .replace(",\"exitOf\":null", "")
        .replace(",\"since\":0", "")
        .replace("\"keepOrders\":true,\"source\":\"LOOP\"", "\"keepOrders\":true")
        .replace("\"keepOrders\":false,\"source\":\"LOOP\"", "\"keepOrders\":false");
  }

  @ParameterizedTest
  @MethodSource("answers")
  void aCommandReadsWhatTheServerWrites(Record answer, Function<JsonObject, Record> decoder) {
    assertThat(decoder.apply(JsonObject.read(server.write(answer)))).isEqualTo(answer);
    assertThat(JsonObject.readAll(server.write(List.of(answer, answer)), decoder))
        .isEqualTo(List.of(answer, answer));
  }

  @Test
  void ignoresUnknownFieldsOfANewerRuntime() {
    JsonObject json = JsonObject.read("{\"status\": \"ok\", \"news\": {\"a\": [1]}, \"pid\": 7}");

    assertThat(ViewDecoder.health(json)).isEqualTo(new HealthView("ok", 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "{\"done\":", "[]", "\"text\"", "null", "<html>"})
  void refusesAnswersThatAreNoObject(String text) {
    assertThatThrownBy(() -> JsonObject.read(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("answer of the runtime");
  }

  @ParameterizedTest
  @CsvSource({"at, yesterday", "kind, PARTY", "generation, many", "price, -1"})
  void p11NamesTheFieldThatIsNoValueOfItsType(String field, String value) {
    JsonObject json = JsonObject.read("{\"%s\": \"%s\"}".formatted(field, value));

    assertThatThrownBy(() -> ViewDecoder.event(json))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll("answer of the runtime", field + " " + value);
  }
}
