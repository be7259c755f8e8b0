package dev.maxdiff.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The days on which the stock exchange trades: by rule, as {@link MarketCalendar} has them, or as a
 * broker publishes them.
 */
@FunctionalInterface
public interface TradingDays {

  /** The session of a New York day; empty when there is none. */
  Optional<MarketCalendar.Session> session(LocalDate date);

  /** Whether the exchange trades at this instant; the closing instant itself is closed. */
  default boolean isOpen(Instant at) {
    return session(MarketCalendar.dateOf(at))
        .filter(session -> !at.isBefore(session.opensAt()) && at.isBefore(session.closesAt()))
        .isPresent();
  }

  /** The first close after this instant; there must be one. */
  default Instant nextClose(Instant at) {
    LocalDate date = MarketCalendar.dateOf(at);
    while (true) {
      Optional<MarketCalendar.Session> session = session(date);
      if (session.isPresent() && session.get().closesAt().isAfter(at)) {
        return session.get().closesAt();
      }
      date = date.plusDays(1);
    }
  }
}
