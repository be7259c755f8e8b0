package dev.maxdiff.broker.alpaca.server;

import dev.maxdiff.domain.InvalidValueException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The parameters of a query. A blank parameter counts as absent; an unknown or ambiguous one is
 * refused with an {@link InvalidValueException}, because its client expects an effect.
 */
final class QueryParameters {

  private final Map<String, List<String>> values = new TreeMap<>();

  /**
   * @param query the values of each parameter
   * @param known names of the parameters that the request has
   */
  QueryParameters(Map<String, ? extends Collection<String>> query, Collection<String> known) {
    query.forEach(
        (name, given) -> {
          if (!known.contains(name)) {
            String names = String.join(", ", new TreeSet<>(known));
            throw new InvalidValueException(name, String.join(",", given), "one of " + names);
          }
          values.put(name, given.stream().filter(value -> !value.isBlank()).toList());
        });
  }

  Optional<String> one(String name) {
    List<String> given = values.getOrDefault(name, List.of());
    if (given.size() > 1) {
      throw new InvalidValueException(name, String.join(" and ", given), "one value");
    }
    return given.stream().findFirst();
  }

  /** Returns the elements of a list that is separated by commas, or given several times. */
  List<String> list(String name) {
    return values.getOrDefault(name, List.of()).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  String oneOf(String name, String absent, List<String> allowed) {
    return one(name).map(text -> checked(name, text, allowed)).orElse(absent);
  }

  /** Returns a time or the start of a day in UTC; null if the parameter is absent. */
  Instant time(String name) {
    String text = one(name).orElse(null);
    if (text == null) {
      return null;
    }
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : instant(text.replace(' ', '+'));
    } catch (DateTimeException e) {
      throw new InvalidValueException(name, text, "a time like 2013-11-25T00:00:00Z");
    }
  }

  private static Instant instant(String text) {
    TemporalAccessor time =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return time instanceof OffsetDateTime exact
        ? exact.toInstant()
        : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
  }

  static String checked(String name, String text, List<String> allowed) {
    if (!allowed.contains(text)) {
      throw new InvalidValueException(name, text, String.join(", ", allowed));
    }
    return text;
  }
}
