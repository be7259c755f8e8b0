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
 * What must be true of endpoint, account and clock before anything is traded at Alpaca (DESIGN
 * 4.7). Each thing that is not becomes one line.
 */
public final class AlpacaChecks {

  private static final Logger LOG = LoggerFactory.getLogger(AlpacaChecks.class);
  private static final String PAPER_HOST = "paper-api.alpaca.markets";
  private static final String LIVE_HOST = "api.alpaca.markets";

  /** How Alpaca numbers its paper accounts; those of real money begin with a digit. */
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

  /** Refuses an endpoint that is the other venue's (hazard H26); nothing is asked of it. */
  public static void requireEndpoint(Venue venue, Config config) {
    Venue other = other(venue);
    URI ours = endpoint(setting(venue), config);
    URI theirs = endpoint(setting(other), config);
    String foreignHost = venue == Venue.LIVE ? PAPER_HOST : LIVE_HOST;
    boolean same =
        ours.getAuthority().equalsIgnoreCase(theirs.getAuthority())
            || ours.getHost().equalsIgnoreCase(foreignHost);
    if (same) {
      throw new InvalidValueException(
          setting(venue), ours, "the " + venue + " endpoint; this one is of venue " + other);
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

  /** What went wrong in the words of an operator who has just typed the command. */
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

  /** Refuses an account that may not trade. */
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

  /** Refuses an account of the other venue, by its number and by what its state directory says. */
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
   * Refuses a machine whose clock is far from the broker's. A broker on this machine has this
   * machine's clock: what differs there is the time of a replay.
   */
  void requireClock(Broker broker, InstantSource machine) {
    if (!isOnThisMachine()) {
      Instant asked = machine.instant();
      Instant theirs = broker.clock().at();
      Duration way = Duration.between(asked, machine.instant());
      requireSmall(Duration.between(asked.plus(way.dividedBy(2)), theirs));
    }
  }

  /**
   * @param skew of the broker's clock to the machine's
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
      return false; // it has just answered under this name
    }
  }
}
