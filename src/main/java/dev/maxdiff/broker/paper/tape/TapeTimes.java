package dev.maxdiff.broker.paper.tape;

import dev.maxdiff.domain.MarketCalendar;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the times of a tape in the forms that exchanges and libraries write, and remembers which
 * forms occurred, so that the session can say how it has understood them.
 *
 * <ul>
 *   <li>Numbers since 1970: seconds, milliseconds, microseconds and nanoseconds are told apart by
 *       their size. Each unit has the years 1973 to 5138 for itself, far beyond any tape.
 *   <li>{@code 20240102} and {@code 20240102093000}.
 *   <li>{@code 2024-01-02}, {@code 2024-01-02 09:30}, with seconds, fractions and an offset ({@code
 *       Z}, {@code +01}, {@code +0100}, {@code +01:00}, {@code UTC}).
 * </ul>
 *
 * <p>A time without an offset is UTC for a coin and New York time for a stock.
 */
final class TapeTimes {

  /** What a time must look like, for a message. */
  static final String FORMS =
      "a number since 1970, or a time like 2013-11-25T00:00:00Z, from 1900 to 2199";

  /**
   * @param dated whether the text is a date without a time of day; {@code at} is its start in UTC
   */
  record Time(Instant at, boolean dated) {}

  private enum Unit {
    SECONDS(0),
    MILLISECONDS(3),
    MICROSECONDS(6),
    NANOSECONDS(9);

    private final int decimals;

    Unit(int decimals) {
      this.decimals = decimals;
    }

    static Unit of(BigDecimal number) {
      int digits = number.precision() - number.scale();
      return digits <= 11
          ? SECONDS
          : digits <= 14 ? MILLISECONDS : digits <= 17 ? MICROSECONDS : NANOSECONDS;
    }
  }

  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2199;
  private static final Pattern NUMBER =
      Pattern.compile("\\d{1,20}(\\.\\d{1,9})?([eE]\\+?\\d\\d?)?");
  private static final Pattern BASIC_DATE = Pattern.compile("(19|20|21)\\d{6}");
  private static final Pattern BASIC_TIME = Pattern.compile("(19|20|21)\\d{12}");
  private static final Pattern BEFORE_OFFSET = Pattern.compile("\\s+(?=[+-]\\d\\d)");
  private static final Pattern NAMED_UTC = Pattern.compile("\\s*(UTC|GMT)$");
  private static final int DATE_LENGTH = "2013-11-25".length();
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm[:ss]")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter DATE = strict("uuuu-MM-dd");
  private static final DateTimeFormatter BASIC = strict("uuuuMMddHHmmss");

  private final Set<Unit> units = EnumSet.noneOf(Unit.class);
  private boolean withoutZone;

  /**
   * @param coin whether the symbol is a coin, for a time without an offset
   * @return empty if the text is no time in the years 1900 to 2199
   */
  Optional<Time> read(String text, boolean coin) {
    try {
      Time time = NUMBER.matcher(text).matches() ? number(text, coin) : calendar(text, coin);
      int year = time.at().atOffset(ZoneOffset.UTC).getYear();
      return year < FIRST_YEAR || year > LAST_YEAR ? Optional.empty() : Optional.of(time);
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** How the times were understood; empty where their form leaves no doubt. */
  Optional<String> words() {
    if (!units.isEmpty()) {
      String names =
          units.stream()
              .map(unit -> unit.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(" and "));
      return Optional.of("times read as " + names + " since 1970");
    }
    return withoutZone
        ? Optional.of("times without a zone read as UTC for coins, New York for stocks")
        : Optional.empty();
  }

  private Time number(String text, boolean coin) {
    if (BASIC_DATE.matcher(text).matches()) {
      return dated(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE));
    }
    if (BASIC_TIME.matcher(text).matches()) {
      return local(LocalDateTime.parse(text, BASIC), coin);
    }
    BigDecimal number = new BigDecimal(text);
    Unit unit = Unit.of(number);
    units.add(unit);
    BigDecimal seconds = number.movePointLeft(unit.decimals);
    BigDecimal nanos = seconds.remainder(BigDecimal.ONE).movePointRight(9);
    return new Time(Instant.ofEpochSecond(seconds.longValue(), nanos.longValue()), false);
  }

  private Time calendar(String text, boolean coin) {
    String hyphens = text.length() > 4 && text.charAt(4) == '/' ? text.replace('/', '-') : text;
    if (hyphens.length() == DATE_LENGTH) {
      return dated(LocalDate.parse(hyphens, DATE));
    }
    String utc = NAMED_UTC.matcher(hyphens.strip()).replaceFirst("Z");
    String compact = BEFORE_OFFSET.matcher(utc).replaceFirst("");
    TemporalAccessor parsed =
        TIME.parseBest(compact.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
    return parsed instanceof OffsetDateTime offset
        ? new Time(offset.toInstant(), false)
        : local((LocalDateTime) parsed, coin);
  }

  private Time local(LocalDateTime time, boolean coin) {
    withoutZone = true;
    ZoneId zone = coin ? ZoneOffset.UTC : MarketCalendar.NEW_YORK;
    return new Time(time.atZone(zone).toInstant(), false);
  }

  private static Time dated(LocalDate date) {
    return new Time(date.atStartOfDay(ZoneOffset.UTC).toInstant(), true);
  }

  private static DateTimeFormatter strict(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
