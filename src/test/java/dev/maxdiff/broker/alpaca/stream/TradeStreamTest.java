package dev.maxdiff.broker.alpaca.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life cycle of the stream, with a connection and a clock that the test controls. */
class TradeStreamTest {

  private static final String AUTHORIZED =
      "{'stream':'authorization','data':{'status':'authorized','action':'authenticate'}}";
  private static final String UNAUTHORIZED =
      "{'stream':'authorization','data':{'status':'unauthorized','action':'authenticate'}}";
  private static final String LISTENING =
      "{'stream':'listening','data':{'streams':['trade_updates']}}";
  private static final String FILL =
      "{'stream':'trade_updates','data':{'event':'fill',"
          + "'order':{'client_order_id':'mdx-é','symbol':'AAPL'}}}";
  private static final TradeStreamSettings PACE =
      new TradeStreamSettings(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(30));

  private record Task(long due, Runnable run) {}

  private final FakeHttpClient line = new FakeHttpClient();
  private final List<Task> tasks = new ArrayList<>();
  private final List<String> received = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private long now = 1_000_000;
  private TradeStream stream;

  @BeforeEach
  void connect() {
    stream =
        new TradeStream(
            line,
            URI.create("https://paper.example.com/"),
            new ApiKeys("my-key", "my-secret"),
            PACE,
            (pause, task) -> tasks.add(new Task(now + pause.toNanos(), task)),
            new Listener(),
            () -> now,
            () -> 0.5);
    stream.connect();
  }

  @Test
  void showsTheKeysThenListensAndIsConnectedOnlyThen() {
    assertThat(line.call().uri).hasToString("wss://paper.example.com/stream");
    line.call().accept();
    assertThat(line.call().sent)
        .containsExactly("{\"action\":\"auth\",\"key\":\"my-key\",\"secret\":\"my-secret\"}");

    line.call().binary(AUTHORIZED);
    assertThat(line.call().sent.get(1)).isEqualTo(StreamMessage.listen());
    assertThat(stream.isConnected()).isFalse();
    assertThat(received).isEmpty();

    line.call().binary(LISTENING);
    assertThat(stream.isConnected()).isTrue();
    assertThat(received).containsExactly("everything");
    assertThat(warnings).isEmpty();
  }

  @Test
  void anAnswerThatOvertakesTheEndOfSendingIsNoTrouble() {
    line.call().slow = true;
    line.call().accept();
    line.call().text(AUTHORIZED);
    assertThat(line.call().sent).hasSize(1);

    line.call().sending.complete(line.call());

    assertThat(line.call().sent).hasSize(2);
    assertThat(warnings).isEmpty();
  }

  @Test
  void understandsTextAndBinaryFramesWholeAndInParts() {
    listening();
    byte[] bytes = FILL.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    int inTheLetter = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("Ã") + 1;

    line.call().text(FILL);
    line.call().binary(FILL);
    line.call().text(FILL.replace('\'', '"').substring(0, 30), false);
    line.call().text("", false);
    line.call().text(FILL.replace('\'', '"').substring(30), true);
    line.call().binary(Arrays.copyOf(bytes, inTheLetter), false);
    line.call().binary(Arrays.copyOfRange(bytes, inTheLetter, bytes.length), true);

    assertThat(received)
        .hasSize(5)
        .startsWith("everything")
        .filteredOn("AAPL mdx-é fill"::equals)
        .hasSize(4);
  }

  @Test
  void triesAgainForEverEverMoreRarelyAndSaysSoOnce() {
    List<Long> seconds = new ArrayList<>();
    for (int attempt = 1; attempt <= 9; attempt++) {
      long refused = now;
      line.call().refuse(new ConnectException());
      advanceUntil(attempt + 1);
      seconds.add(Duration.ofNanos(now - refused).toSeconds());
    }

    assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    assertThat(warnings)
        .containsExactly(
            "trade updates: no connection to wss://paper.example.com/stream (ConnectException);"
                + " polling until it is back");
    listening();
    assertThat(received).containsExactly("everything");
    line.call().hangUp("");
    assertThat(warnings).hasSize(2);
  }

  @Test
  void aLostConnectionIsReplacedAndEverythingMayHaveChanged() {
    listening();
    FakeHttpClient.Call lost = line.call();

    lost.fail(new IOException("reset"));
    assertThat(stream.isConnected()).isFalse();
    advanceUntil(2);
    listening();
    lost.text(FILL); // too late

    assertThat(stream.isConnected()).isTrue();
    assertThat(received).containsExactly("everything", "everything");
    assertThat(lost.aborted).isTrue();
  }

  @Test
  void aServerThatClosesAgainAndAgainIsDialledMoreRarelyUntilItHoldsForAMinute() {
    List<Long> seconds = new ArrayList<>();
    for (int attempt = 1; attempt <= 3; attempt++) {
      seconds.add(hungUpAfter(Duration.ofSeconds(1)));
    }
    seconds.add(hungUpAfter(Duration.ofSeconds(61)));
    seconds.add(hungUpAfter(Duration.ofSeconds(1)));

    assertThat(seconds).containsExactly(1L, 2L, 4L, 1L, 2L);
  }

  @Test
  void wrongKeysAreOneLineAndASlowRetry() {
    for (int attempt = 1; attempt <= 3; attempt++) {
      long refused = now;
      line.call().accept();
      line.call().text(UNAUTHORIZED);
      advanceUntil(attempt + 1);
      assertThat(now - refused).isEqualTo(Duration.ofMinutes(1).toNanos());
    }

    assertThat(warnings)
        .containsExactly(
            "trade updates: the broker refuses the keys (unauthorized); polling goes on without");
    assertThat(stream.isConnected()).isFalse();
    listening();
    assertThat(stream.isConnected()).isTrue();
  }

  @Test
  void whatCannotBeReadIsOneLineAMinuteAndNeverTheEnd() {
    listening();
    for (int i = 0; i < 100; i++) {
      line.call().text("nonsense");
      line.call().text("{'stream':'trade_updates','data':{'event':'fill'}}");
    }
    byte[] huge = new byte[StreamConnection.MAX_MESSAGE];
    line.call().binary(huge, false);
    line.call().binary(huge, false);
    line.call().binary(huge, true);
    line.call().text(FILL);

    assertThat(warnings).hasSize(1).first().asString().contains("8 characters that is no JSON");
    assertThat(received).containsExactly("everything", "everything", "AAPL mdx-é fill");
    assertThat(line.call().aborted).isFalse();
    alive(Duration.ofSeconds(61));
    line.call().binary(huge, false);
    line.call().binary(huge, true);
    assertThat(warnings).hasSize(2).last().asString().contains("more than 1048576 bytes");
    assertThat(stream.isConnected()).isTrue();
  }

  @Test
  void silenceEndsAConnectionAndPongsAreNone() {
    listening();
    alive(Duration.ofMinutes(5));
    assertThat(stream.isConnected()).isTrue();
    assertThat(line.calls).hasSize(1);
    assertThat(line.call().pings).isEqualTo(30);

    advance(Duration.ofSeconds(31));
    assertThat(stream.isConnected()).isFalse();
    advanceUntil(2);
    assertThat(warnings).singleElement().asString().contains("no sign of life for PT30S");
  }

  @Test
  void whoNeverAnswersTheKeysIsLeftThoughItAnswersPings() {
    line.call().accept();

    alive(Duration.ofSeconds(45));

    assertThat(line.calls.get(0).aborted).isTrue();
    assertThat(warnings).hasSize(1);
  }

  @Test
  void aServerWithoutTradeUpdatesIsNoConnection() {
    line.call().accept();
    line.call().text(AUTHORIZED);
    line.call().text("{'stream':'listening','data':{'streams':[]}}");

    assertThat(stream.isConnected()).isFalse();
    assertThat(warnings).singleElement().asString().contains("does not offer trade_updates");
  }

  @Test
  void nothingThatTheOtherSideSaysBringsTheKeysIntoALine() {
    listening();
    line.call().text("my-key my-secret");
    line.call().text("{'action':'error','data':{'error_message':'bad my-secret\n of my-key'}}");
    advanceUntil(2);
    listening();
    line.call().hangUp("my-secret");
    advanceUntil(3);
    listening();
    line.call().fail(new IOException("my-key " + "x".repeat(1000)));

    assertThat(warnings).hasSize(4);
    assertThat(warnings)
        .allSatisfy(
            warning -> assertThat(warning).doesNotContain("my-", "\n").hasSizeLessThan(310));
    assertThat(warnings.get(2)).contains("1011 (hidden)");
  }

  @Test
  void closedIsForEver() {
    listening();
    FakeHttpClient.Call call = line.call();

    stream.close();
    stream.close();
    call.text(FILL);
    call.hangUp("");
    advance(Duration.ofMinutes(5));

    assertThat(stream.isConnected()).isFalse();
    assertThat(call.closed && call.aborted).isTrue();
    assertThat(line.calls).hasSize(1);
    assertThat(received).containsExactly("everything");
    assertThat(warnings).isEmpty();
  }

  @Test
  void aConnectionThatComesAfterTheEndIsHungUp() {
    stream.close();

    line.call().accept();

    assertThat(line.call().aborted).isTrue();
    assertThat(line.call().sent).isEmpty();
  }

  private void listening() {
    line.call().accept();
    line.call().text(AUTHORIZED);
    line.call().text(LISTENING);
  }

  /** Seconds from the end of the connection to the next attempt. */
  private long hungUpAfter(Duration lasted) {
    listening();
    alive(lasted);
    long ended = now;
    int attempts = line.calls.size();
    line.call().hangUp("");
    advanceUntil(attempts + 1);
    return Duration.ofNanos(now - ended).toSeconds();
  }

  /** Time passes, and the server answers pings. */
  private void alive(Duration time) {
    FakeHttpClient.Call answering = line.call();
    IntStream.range(0, (int) time.toSeconds())
        .forEach(
            second -> {
              advance(Duration.ofSeconds(1));
              answering.pong();
            });
  }

  private void advanceUntil(int attempts) {
    for (int i = 0; i < 1000 && line.calls.size() < attempts; i++) {
      advance(Duration.ofMillis(500));
    }
    assertThat(line.calls).hasSize(attempts);
  }

  private void advance(Duration time) {
    long end = now + time.toNanos();
    for (Task next = next(end); next != null; next = next(end)) {
      tasks.remove(next);
      now = Math.max(now, next.due);
      next.run.run();
    }
    now = end;
  }

  private Task next(long end) {
    return tasks.stream()
        .filter(task -> task.due <= end)
        .min(Comparator.comparingLong(Task::due))
        .orElse(null);
  }

  private final class Listener implements TradeStream.Listener {
    @Override
    public void updated(TradeStream.Update update) {
      received.add(update.symbol() + " " + update.clientOrderId() + " " + update.event());
    }

    @Override
    public void resyncRequired() {
      received.add("everything");
    }

    @Override
    public void warned(String text) {
      warnings.add(text);
    }
  }
}
