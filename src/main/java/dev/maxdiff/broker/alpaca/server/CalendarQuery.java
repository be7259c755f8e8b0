package dev.maxdiff.broker.alpaca.server;

import dev.maxdiff.domain.InvalidValueException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The query of {@code GET /v2/calendar}: trading days from {@code first} to {@code last}. */
public record CalendarQuery(LocalDate first, LocalDate last) {

  private static final Set<String> PARAMETERS = Set.of("start", "end", "date_type");
  private static final int LONGEST_YEARS = 60;
  private static final int DATE = "2013-11-29".length();

  /**
   * Reads a query; {@code start} and {@code end} are dates or times, of which the date counts.
   *
   * @param start if the query names none
   * @param end the end for a start, if the query names none
   * @throws InvalidValueException for an unknown parameter, and for an invalid value
   */
  public static CalendarQuery of(
      Map<String, ? extends Collection<String>> query,
      LocalDate start,
      UnaryOperator<LocalDate> end) {
    QueryParameters given = new QueryParameters(query, PARAMETERS);
    given.oneOf("date_type", "TRADING", List.of("TRADING"));
    LocalDate first = given.one("start").map(text -> date("start", text)).orElse(start);
    LocalDate last = given.one("end").map(text -> date("end", text)).orElse(end.apply(first));
    if (last.isAfter(first.plusYears(LONGEST_YEARS))) {
      throw new InvalidValueException("end", last, "within " + LONGEST_YEARS + " years of start");
    }
    return new CalendarQuery(first, last);
  }

  private static LocalDate date(String name, String text) {
    boolean isTime = text.length() > DATE && "T ".indexOf(text.charAt(DATE)) >= 0;
    try {
      return LocalDate.parse(isTime ? text.substring(0, DATE) : text);
    } catch (DateTimeException e) {
      throw new InvalidValueException(name, text, "a date like 2013-11-29");
    }
  }
}
