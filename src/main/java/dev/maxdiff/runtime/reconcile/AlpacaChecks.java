package dev.maxdiff.runtime.reconcile;

import com.typesafe.config.Config;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.AccountFile;
import dev.maxdiff.state.OwnedElsewhereException;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks endpoint, account and clock before the first trade at Alpaca (DESIGN 4.7). A failed check
 * throws an exception with a message of one line.
 */
public final class AlpacaChecks {

  private static final Logger LOG = LoggerFactory.getLogger(AlpacaChecks.class);
  private static final String PAPER_HOST = "paper-api.alpaca.markets";
  private static final String LIVE_HOST = "api.alpaca.markets";

  /**
   * Prefix of the numbers of Alpaca's paper accounts; the number of a live account begins with a
   * digit.
   */
  private static final String PAPER_NUMBER = "PA";

  private final Venue venue;
  private final URI address;
  private final Duration warnSkew;
  private final Duration maxSkew;

  public AlpacaChecks(Venue venue, Config config) {
    this.venue = venue;
    this.address = URI.create(config.getString(setting(venue)));
    this.warnSkew = config.getDuration("maxdiff.alpaca.warn-skew");
    this.maxSkew = config.getDuration("maxdiff.alpaca.max-skew");
  }

  /**
   * Refuses the endpoint of the other venue (hazard H26), without a request.
   *
   * @throws InvalidValueException when the setting is the other venue's endpoint or no address
   */
  public static void requireEndpoint(Venue venue, Config config) {
    Venue other = other(venue);
    URI own = endpoint(setting(venue), config);
    URI brokerTime = endpoint(setting(other), config);
    String foreignHost = venue == Venue.LIVE ? PAPER_HOST : LIVE_HOST;
    boolean same =
        own.getAuthority().equalsIgnoreCase(brokerTime.getAuthority())
            || own.getHost().equalsIgnoreCase(foreignHost);
    if (same) {
      throw new InvalidValueException(
          setting(venue), own, "the " + venue + " endpoint; this one is of venue " + other);
    }
  }

  private static URI endpoint(String setting, Config config) {
    String text = config.getString(setting);
    try {
      URI address = URI.create(text);
      if (address.getHost() != null && String.valueOf(address.getScheme()).startsWith("http")) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // refused below
    }
    throw new InvalidValueException(setting, text, "an address like https://" + PAPER_HOST);
  }

  private static String setting(Venue venue) {
    return "maxdiff.alpaca." + venue + "-url";
  }

  private static Venue other(Venue venue) {
    return venue == Venue.LIVE ? Venue.PAPER : Venue.LIVE;
  }

  /** Returns the failure with its remedy, for the operator who has just entered the command. */
  public IllegalStateException unusable(BrokerException failure) {
    String expected =
        switch (failure.failure()) {
          case UNAUTHORIZED ->
              "the " + venue + " account's APCA_API_KEY_ID and APCA_API_SECRET_KEY";
          case UNREACHABLE -> "an answer; see network and maxdiff.alpaca." + venue + "-url";
          case NOT_FOUND, MALFORMED -> "Alpaca's REST there; see maxdiff.alpaca." + venue + "-url";
          default -> "an answer; try again later";
        };
    return new IllegalStateException(
        "the broker of venue %s at %s: %s (expected: %s)"
            .formatted(venue, address, failure.getMessage(), expected),
        failure);
  }

  /**
   * Refuses an account that is blocked from trading.
   *
   * @throws IllegalStateException when it is blocked
   */
  void requireTradable(Account account) {
    String blocked =
        account.accountBlocked()
            ? "account_blocked"
            : account.tradingBlocked() ? "trading_blocked" : "";
    if (!blocked.isEmpty()) {
      throw new IllegalStateException(
          "account %s: %s, status %s (expected: an account that may trade; ask Alpaca why)"
              .formatted(account.number(), blocked, account.status()));
    }
  }

  /**
   * Refuses an account of the other venue, by its number and by the binding of the other venue's
   * state directory.
   *
   * @throws OwnedElsewhereException when the account is of the other venue
   */
  public void requireOfVenue(Account account, StateSettings settings) {
    boolean paper = account.number().startsWith(PAPER_NUMBER);
    boolean live = !account.number().isEmpty() && Character.isDigit(account.number().charAt(0));
    boolean contrary = venue == Venue.LIVE ? paper : live;
    Optional<StateDirectory> sibling = StateDirectory.find(settings, other(venue));
    boolean bound =
        sibling
            .flatMap(AccountFile::read)
            .filter(file -> file.number().equals(account.number()))
            .isPresent();
    if (contrary || bound) {
      throw new OwnedElsewhereException(
          "account %s is of venue %s (expected: an account of venue %s; %s answers for it)"
              .formatted(account.number(), other(venue), venue, address));
    }
  }

  /**
   * Refuses a machine whose clock differs too much from the broker's. A broker on this machine has
   * the same clock or the time of a replay, so it is not checked.
   *
   * @throws IllegalStateException when the difference exceeds {@code max-skew}
   */
  void requireClock(Broker broker, InstantSource machine) {
    if (!isOnThisMachine()) {
      Instant sent = machine.instant();
      Instant brokerTime = broker.clock().at();
      Duration roundTrip = Duration.between(sent, machine.instant());
      requireSmall(Duration.between(sent.plus(roundTrip.dividedBy(2)), brokerTime));
    }
  }

  /**
   * @param skew the broker's time minus the machine's
   */
  void requireSmall(Duration skew) {
    String words =
        "clock: this machine's is %s s %s the broker's"
            .formatted(skew.abs().toMillis() / 1000.0, skew.isNegative() ? "ahead of" : "behind");
    if (skew.abs().compareTo(maxSkew) > 0) {
      throw new IllegalStateException(
          words + " (expected: within " + maxSkew.toSeconds() + " s; run an NTP client)");
    }
    if (skew.abs().compareTo(warnSkew) > 0) {
      LOG.warn("{}; run an NTP client", words);
    }
  }

  private boolean isOnThisMachine() {
    try {
      return InetAddress.getByName(address.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // unlikely: the broker has just answered at this name
    }
  }
}
