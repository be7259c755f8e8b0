package dev.maxdiff.runtime.reconcile;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.AccountFile;
import dev.maxdiff.state.OwnedElsewhereException;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlpacaChecksTest {

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "PAPER, https://api.alpaca.markets, https://api.alpaca.markets",
    "PAPER, https://API.alpaca.markets, https://proxy.example",
    "PAPER, https://api.alpaca.markets:443/v2, https://proxy.example",
    "PAPER, https://broker.example, https://broker.example",
    "LIVE, https://paper-api.alpaca.markets, https://paper-api.alpaca.markets",
    "LIVE, https://proxy.example, https://paper-api.alpaca.markets",
    "LIVE, https://broker.example, https://broker.example",
  })
  void h26AnEndpointOfTheOtherVenueIsRefusedByTheNameOfItsSetting(
      Venue venue, String paper, String live) {
    assertThatThrownBy(() -> AlpacaChecks.requireEndpoint(venue, endpoints(paper, live)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("maxdiff.alpaca." + venue + "-url")
        .hasMessageContaining("expected: the " + venue + " endpoint");
  }

  @ParameterizedTest
  @CsvSource({
    "PAPER, https://paper-api.alpaca.markets, https://api.alpaca.markets",
    "LIVE, https://paper-api.alpaca.markets, https://api.alpaca.markets",
    "PAPER, http://127.0.0.1:8001, http://127.0.0.1:8002",
    "LIVE, http://127.0.0.1:8001, http://127.0.0.1:8002",
  })
  void endpointsOfTheirOwnVenueAreAccepted(Venue venue, String paper, String live) {
    assertThatCode(() -> AlpacaChecks.requireEndpoint(venue, endpoints(paper, live)))
        .doesNotThrowAnyException();
  }

  @Test
  void anInvalidAddressIsRefused() {
    Config config = endpoints("paper-api.alpaca.markets", "https://api.alpaca.markets");
    assertThatThrownBy(() -> AlpacaChecks.requireEndpoint(Venue.PAPER, config))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("paper-url: paper-api.alpaca.markets (expected: an address");
  }

  @ParameterizedTest
  @CsvSource({"LIVE, PA3XYZ", "PAPER, 123456789"})
  void h26ANumberOfTheOtherVenueIsRefused(Venue venue, String number) {
    assertThatThrownBy(() -> start(venue).requireOfVenue(account(number, false, false), settings()))
        .isInstanceOf(OwnedElsewhereException.class)
        .hasMessageContaining("account " + number + " is of venue");
  }

  @ParameterizedTest
  @CsvSource({"LIVE, 123456789", "PAPER, PA3XYZ", "PAPER, MX0123456789", "LIVE, MX0123456789"})
  void aNumberOfTheVenueIsAccepted(Venue venue, String number) {
    assertThatCode(() -> start(venue).requireOfVenue(account(number, false, false), settings()))
        .doesNotThrowAnyException();
  }

  @Test
  void h26TheAccountThatTheOtherVenueIsBoundToIsRefused() {
    StateDirectory live = StateDirectory.open(settings(), Venue.LIVE);
    new AccountFile("MX1", "MX1", Instant.EPOCH).write(live);

    assertThatThrownBy(
            () -> start(Venue.PAPER).requireOfVenue(account("MX1", false, false), settings()))
        .isInstanceOf(OwnedElsewhereException.class)
        .hasMessageContaining("account MX1 is of venue live");
    assertThatCode(() -> start(Venue.LIVE).requireOfVenue(account("MX1", false, false), settings()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, trading_blocked",
    "false, true, account_blocked",
    "true, true, account_blocked"
  })
  void aBlockedAccountIsRefused(boolean trading, boolean account, String word) {
    assertThatThrownBy(() -> start(Venue.PAPER).requireTradable(account("PA1", trading, account)))
        .hasMessageContaining("account PA1: " + word + ", status ACTIVE (expected: ");
  }

  @ParameterizedTest
  @CsvSource({"PT30.001S, behind", "PT-30.001S, ahead of", "P4000D, behind"})
  void aClockThatIsFarOffIsRefused(Duration skew, String word) {
    assertThatThrownBy(() -> start(Venue.PAPER).requireSmall(skew))
        .hasMessageContaining(" s " + word + " the broker's (expected: within 30 s");
  }

  @ParameterizedTest
  @CsvSource({"PT30S", "PT-30S", "PT0S"})
  void aClockWithinTheLimitIsAccepted(Duration skew) {
    assertThatCode(() -> start(Venue.PAPER).requireSmall(skew)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "UNAUTHORIZED, APCA_API_KEY_ID",
    "UNREACHABLE, see network",
    "UNRESOLVED, try again later",
    "RATE_LIMITED, try again later",
    "MALFORMED, Alpaca's REST there",
  })
  void aFailureIsOneLineWithTheExpectation(Failure failure, String words) {
    String line =
        start(Venue.PAPER)
            .unusable(new BrokerException(failure, 0, 0, "GET /v2/account: no"))
            .getMessage();
    Assertions.assertThat(line)
        .startsWith("the broker of venue paper at https://paper-api.alpaca.markets: GET")
        .contains(words)
        .doesNotContain("\n");
  }

  private AlpacaChecks start(Venue venue) {
    return new AlpacaChecks(venue, ConfigFactory.load());
  }

  private StateSettings settings() {
    return StateSettings.from(
        ConfigFactory.parseMap(Map.of("maxdiff.state.root", root.toString()))
            .withFallback(ConfigFactory.load()));
  }

  private static Config endpoints(String paper, String live) {
    return ConfigFactory.parseMap(
        Map.of("maxdiff.alpaca.paper-url", paper, "maxdiff.alpaca.live-url", live));
  }

  private static Account account(String number, boolean tradingBlocked, boolean accountBlocked) {
    BigDecimal money = BigDecimal.TEN;
    return new Account(
        number,
        "ACTIVE",
        money,
        money,
        money,
        money,
        money,
        BigDecimal.ONE,
        tradingBlocked,
        accountBlocked,
        true);
  }
}
