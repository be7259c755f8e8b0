package dev.maxdiff.watch.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.alpaca.rest.HttpTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LongPollTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final Deque<HttpTransport.Response> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final List<Duration> slept = new ArrayList<>();
  private final LongPoll longPoll =
      new LongPoll(
          (method, path, body) -> {
            asked.add(method + " " + path);
            if (answers.isEmpty()) {
              throw new IOException("no answer");
            }
            return answers.remove();
          },
          slept::add);

  @Test
  void aChangeEndsThePauseAndTheNextWaitIsForTheOneAfterIt() throws InterruptedException {
    say(200, "{\"change\": 7}");
    longPoll.sleep(LONG);
    say(200, "{\"change\": 9}");
    longPoll.sleep(LONG);

    assertThat(asked)
        .containsExactly(
            "GET /maxdiff/v1/wake?after=0&wait=15000", "GET /maxdiff/v1/wake?after=7&wait=15000");
  }

  @Test
  void withoutAChangeItAsksAgain() throws InterruptedException {
    say(200, "{\"change\": 0}");
    say(200, "{\"change\": 0}");
    say(200, "{\"change\": 1}");
    longPoll.sleep(LONG);

    assertThat(asked).hasSize(3);
    assertThat(slept).isEmpty();
  }

  @Test
  void aShortPauseIsSlept() throws InterruptedException {
    longPoll.sleep(Duration.ofMillis(999));

    assertThat(asked).isEmpty();
    assertThat(slept).hasSize(1);
  }

  @Test
  void aServerWithoutTheRouteReceivesOneRequest() throws InterruptedException {
    say(404, "");
    longPoll.sleep(LONG);
    longPoll.sleep(LONG);

    assertThat(asked).hasSize(1);
    assertThat(slept).hasSize(2).allMatch(pause -> pause.toMinutes() == 59);
  }

  @Test
  void withoutAnAnswerThePausePassesAndTheNextPauseAsksAgain() throws InterruptedException {
    longPoll.sleep(LONG);
    say(503, "");
    longPoll.sleep(LONG);
    say(200, "<html>");
    longPoll.sleep(LONG);
    say(200, "{\"change\": 1}");
    longPoll.sleep(LONG);

    assertThat(asked).hasSize(4);
    assertThat(slept).hasSize(3).allMatch(pause -> pause.toMinutes() == 59);
  }

  private void say(int status, String body) {
    answers.add(new HttpTransport.Response(status, body));
  }
}
