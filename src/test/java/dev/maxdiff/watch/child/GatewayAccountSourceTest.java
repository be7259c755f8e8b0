package dev.maxdiff.watch.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.alpaca.rest.AlpacaBroker;
import dev.maxdiff.broker.alpaca.rest.GetRetry;
import dev.maxdiff.broker.alpaca.rest.HttpTransport;
import dev.maxdiff.domain.Symbol;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayAccountSourceTest {

  private static final String CLOCK =
      "{\"timestamp\":\"2026-01-05T15:00:00Z\",\"is_open\":true,"
          + "\"next_open\":\"2026-01-06T14:30:00Z\",\"next_close\":\"2026-01-05T21:00:00Z\"}";
  private static final String ACCOUNT =
      "{\"account_number\":\"A\",\"status\":\"ACTIVE\",\"cash\":\"%s\",\"equity\":\"7\","
          + "\"buying_power\":\"7\"}";
  private static final String ALWAYS =
      "\"clock\":" + CLOCK + ",\"orders\":[],\"positions\":[],\"quotes\":{}";
  private static final String PLAIN = "GET /maxdiff/v1/view?account=false&history=false";

  private final Deque<HttpTransport.Response> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final HttpTransport server =
      (method, path, body) -> {
        asked.add(method + " " + path);
        if (answers.isEmpty()) {
          throw new IOException("no answer");
        }
        return answers.remove();
      };
  private final GatewayAccountSource source =
      GatewayAccountSource.over(
          server, new AlpacaBroker(server, server, GetRetry.NONE), Symbol.parse("BTCUSD"));

  @Test
  void aPollIsOneRequest() {
    say(200, "{" + ALWAYS + "}");

    AccountView view = source.read();

    assertThat(view.clock().at()).hasToString("2026-01-05T15:00:00Z");
    assertThat(view.openOrders()).isEmpty();
    assertThat(view.positions()).isEmpty();
    assertThat(view.quotes()).isEmpty();
    assertThat(asked).containsExactly(PLAIN);
  }

  @Test
  void partsThatAPollReadInAdditionArePartOfTheNextViewOnly() {
    say(200, "{" + ALWAYS + "}");
    say(200, ACCOUNT.formatted("1"));
    say(200, "[]");
    AccountView first = source.read();
    assertThat(first.account().cash()).isEqualByComparingTo("1");
    assertThat(first.allOrders()).isEmpty();
    say(200, "{" + ALWAYS + ",\"account\":" + ACCOUNT.formatted("2") + ",\"history\":[]}");
    AccountView second = source.read();
    assertThat(second.account().cash()).isEqualByComparingTo("2");
    say(200, "{" + ALWAYS + ",\"account\":" + ACCOUNT.formatted("3") + "}");
    source.read();
    say(200, "{" + ALWAYS + "}");
    source.read();

    assertThat(asked)
        .containsExactly(
            PLAIN,
            "GET /v2/account",
            "GET /v2/orders?direction=asc&nested=false&limit=500&status=all&symbols=BTCUSD",
            "GET /maxdiff/v1/view?account=true&history=true",
            "GET /maxdiff/v1/view?account=true&history=false",
            PLAIN);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 422})
  void aServerWithoutTheRouteReceivesSeparateReadsAndRetriesOfTheView(int status) {
    say(status, "");
    say(200, CLOCK);

    source.read().clock();

    assertThat(asked).containsExactly(PLAIN, "GET /v2/clock");
    assertPollsByParts(GatewayAccountSource.AFTER_REFUSAL);
  }

  private void assertPollsByParts(int polls) {
    for (int poll = 0; poll < polls; poll++) {
      asked.clear();
      say(200, CLOCK);
      source.read().clock();
      assertThat(asked).containsExactly("GET /v2/clock");
    }
    asked.clear();
    say(200, "{" + ALWAYS + "}");
    source.read();
    assertThat(asked).containsExactly(PLAIN);
  }

  /** The part that failed may be one that the next poll does not need. */
  @Test
  void aViewThatFailedBecauseOfTheAccountDoesNotAskForItAgain() {
    say(200, "{" + ALWAYS + "}");
    say(200, ACCOUNT.formatted("1"));
    source.read().account();
    say(503, "{\"code\":50310001,\"message\":\"the account cannot be read\"}");
    assertThatThrownBy(source::read).isInstanceOf(BrokerException.class);

    assertPollsByParts(GatewayAccountSource.AFTER_FAILURE);
  }

  /**
   * A failed read is different from an empty account (hazards H19, H50), and none of these failures
   * shows that the route is missing.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {\"message\":\"unknown token\"} | UNAUTHORIZED",
        "429 | {\"message\":\"slow down\"} | RATE_LIMITED",
        "503 | {\"code\":50310001,\"message\":\"the broker cannot be read\"} | UNREACHABLE",
        "500 | <html> | UNRESOLVED",
        "200 | <html> | MALFORMED",
        "200 | [] | MALFORMED",
        "200 | {\"orders\":[],\"positions\":[],\"quotes\":{}} | MALFORMED",
        "200 | {CLOCK,\"positions\":[],\"quotes\":{}} | MALFORMED",
        "200 | {CLOCK,\"orders\":[],\"quotes\":{}} | MALFORMED",
        "200 | {CLOCK,\"orders\":[],\"positions\":[]} | MALFORMED",
        "200 | {CLOCK,\"orders\":[{}],\"positions\":[],\"quotes\":{}} | MALFORMED",
      })
  void aViewThatFailsOrIsNotWholeIsNoView(int status, String body, Failure failure) {
    say(status, body.replace("CLOCK", "\"clock\":" + CLOCK));

    assertThatThrownBy(source::read)
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.failure()).isEqualTo(failure));

    assertThat(asked).containsExactly(PLAIN);
    assertPollsByParts(GatewayAccountSource.AFTER_FAILURE);
  }

  private void say(int status, String body) {
    answers.add(new HttpTransport.Response(status, body));
  }
}
