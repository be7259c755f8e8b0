package dev.maxdiff.broker.alpaca.server;

import dev.maxdiff.domain.InvalidValueException;
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

  static String checked(String name, String text, List<String> allowed) {
    if (!allowed.contains(text)) {
      throw new InvalidValueException(name, text, String.join(", ", allowed));
    }
    return text;
  }
}
