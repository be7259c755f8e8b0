package dev.maxdiff.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The trading days of the stock exchange, from the rules of {@link MarketCalendar} or from a
 * broker.
 */
@FunctionalInterface
public interface TradingDays {

  /** Returns the session of a date in New York; empty if there is none. */
  Optional<MarketCalendar.Session> session(LocalDate date);

  /** Whether the exchange trades at this instant; the closing instant itself is closed. */
  default boolean isOpen(Instant at) {
    return session(MarketCalendar.dateOf(at))
        .filter(session -> !at.isBefore(session.opensAt()) && at.isBefore(session.closesAt()))
        .isPresent();
  }

  /** Returns the first close after this instant; one must exist. */
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
