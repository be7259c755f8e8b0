package dev.maxdiff.runtime.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.runtime.MaxDiffRuntime;
import dev.maxdiff.runtime.RewritingProxy;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.runtime.context.RuntimeOptions;
import dev.maxdiff.runtime.context.StartListener;
import dev.maxdiff.state.OwnedElsewhereException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts at a stand-in for Alpaca: the embedded exchange of another runtime over HTTP. */
@Timeout(180)
class AlpacaChecksIT {

  @TempDir static Path exchangeRoot;
  private static MaxDiffRuntime served;
  private static PaperExchange exchange;

  @TempDir Path root;
  private RewritingProxy broker;

  @BeforeAll
  static void serve() {
    Config config =
        Configuration.load(
            exchangeRoot.resolve("none.conf"),
            Map.of("maxdiff.state.root", exchangeRoot.toString(), "maxdiff.exchange.speed", 1));
    served = MaxDiffRuntime.start(RuntimeOptions.embedded(config, MarketTape.bitstamp()));
    exchange = served.exchange().orElseThrow();
  }

  @AfterAll
  static void end() {
    served.close();
  }

  @BeforeEach
  void open() {
    broker = RewritingProxy.to(exchange.address());
  }

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void aStartReportsTheAccountAndTheOpenOrders() {
    String id = "mdx-zzzzzz-BTCUSD-b-max-e-3-1";
    place(id);
    place("by-hand");
    List<Account> admitted = new ArrayList<>();
    try (MaxDiffRuntime runtime = start(Venue.PAPER, true, Map.of(), admitted)) {
      assertThat(runtime.account().number()).isEqualTo(served.account().number());
      assertThat(admitted).containsExactly(runtime.account());
      assertThat(runtime.openOrders()).extracting(Order::clientOrderId).containsExactly(id);
    }
    // taken over: the shutdown's policy applies to this order and to no foreign order
    assertThat(exchangeBroker().orderByClientOrderId(id).orElseThrow().isOpen()).isFalse();
    assertThat(exchangeBroker().orderByClientOrderId("by-hand").orElseThrow().isOpen()).isTrue();
  }

  @Test
  void wrongKeysAreOneLine() {
    assertRefused(Map.of("APCA_API_KEY_ID", "wrong"), IllegalStateException.class, "401");
  }

  @Test
  void aBrokerThatCannotBeReachedIsOneLine() {
    broker.close();
    assertRefused(Map.of(), IllegalStateException.class, "expected: an answer; see network");
  }

  @Test
  void aBrokerThatIsDownIsOneLine() {
    broker.down(true);
    assertRefused(Map.of(), IllegalStateException.class, "try again later");
  }

  @ParameterizedTest
  @CsvSource({"trading_blocked", "account_blocked"})
  void aBlockedAccountIsOneLine(String field) {
    broker.replacing("\"" + field + "\" ?: ?false", "\"" + field + "\":true");
    assertRefused(Map.of(), IllegalStateException.class, field);
  }

  @Test
  void aClockOfAnotherYearIsOneLine() {
    // this name does not resolve to a loopback address
    assertThatThrownBy(
            () ->
                start(
                    Venue.PAPER,
                    false,
                    Map.of("maxdiff.alpaca.paper-url", "http://0.0.0.0:" + broker.port()),
                    new ArrayList<>()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("clock: this machine's is ")
        .hasMessageContaining("(expected: within 30 s");
  }

  @Test
  void h26RealMoneyNeedsItsAccountNumber() {
    for (String allowed : List.of("", "PA1")) {
      assertThatThrownBy(() -> start(Venue.LIVE, false, allowed(allowed), new ArrayList<>()))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("MAXDIFF_ALLOW_LIVE: ")
          .hasMessageContaining(served.account().number());
    }
    List<Account> admitted = new ArrayList<>();
    String number = served.account().number();
    try (MaxDiffRuntime runtime = start(Venue.LIVE, false, allowed(number), admitted)) {
      assertThat(runtime.account().number()).isEqualTo(number);
      assertThat(admitted).hasSize(1);
    }
    // from now on the account is the live venue's
    assertThatThrownBy(() -> start(Venue.PAPER, false, Map.of(), new ArrayList<>()))
        .isInstanceOf(OwnedElsewhereException.class)
        .hasMessageContaining("is of venue live");
  }

  @Test
  void h26APaperAccountIsNoRealMoney() {
    broker.replacing("MX[0-9A-F]{10}", "PA3EXAMPLE");
    assertThatThrownBy(() -> start(Venue.LIVE, false, allowed("PA3EXAMPLE"), new ArrayList<>()))
        .isInstanceOf(OwnedElsewhereException.class)
        .hasMessageContaining("account PA3EXAMPLE is of venue paper");
  }

  private static Map<String, String> allowed(String number) {
    return number.isEmpty() ? Map.of() : Map.of("MAXDIFF_ALLOW_LIVE", number);
  }

  private void assertRefused(
      Map<String, String> changed, Class<? extends Throwable> kind, String words) {
    List<Account> admitted = new ArrayList<>();
    assertThatThrownBy(() -> start(Venue.PAPER, false, changed, admitted))
        .isInstanceOf(kind)
        .hasMessageContaining(words)
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n"));
    assertThat(admitted).isEmpty();
  }

  /**
   * @param changed settings, and variables of the environment in capitals
   */
  private MaxDiffRuntime start(
      Venue venue, boolean takeOver, Map<String, String> changed, List<Account> admitted) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("maxdiff.state.root", root.toString());
    settings.put("maxdiff.alpaca." + venue + "-url", broker.address().toString());
    settings.put("maxdiff.alpaca.data-url", broker.address().toString());
    settings.put("maxdiff.alpaca.get-attempts", 1);
    Map<String, String> environment = new HashMap<>();
    environment.put("APCA_API_KEY_ID", exchange.apiKey());
    environment.put("APCA_API_SECRET_KEY", exchange.apiSecret());
    changed.forEach(
        (name, value) -> {
          if (name.startsWith("maxdiff.")) {
            settings.put(name, value);
          } else {
            environment.put(name, value);
          }
        });
    return MaxDiffRuntime.start(
        new RuntimeOptions(
            Configuration.load(root.resolve("none.conf"), settings),
            venue,
            null,
            false,
            takeOver,
            false,
            environment,
            List.of()),
        new CompletableFuture<>(),
        new StartListener() {
          @Override
          public void admitted(Account account) {
            admitted.add(account);
          }
        });
  }

  private static Order place(String clientOrderId) {
    return exchangeBroker()
        .submit(
            new OrderRequest(
                Symbol.parse("BTCUSD"),
                Side.BUY,
                Quantity.parse("0.1"),
                Price.parse("500"),
                TimeInForce.GTC,
                clientOrderId));
  }

  private static Broker exchangeBroker() {
    return served.broker();
  }
}
