package dev.maxdiff.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.alpaca.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The acceptance cases of the watcher rules. */
final class Vectors {

  private Vectors() {}

  /** The cases of one group as (name, input, expect). */
  static Stream<Arguments> group(String group) {
    try (InputStream file = Vectors.class.getResourceAsStream("/watch/watchers.json")) {
      JsonNode all =
          JsonText.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8)).get("cases");
      List<Arguments> cases = new ArrayList<>();
      for (JsonNode one : all) {
        if (one.get("group").asText().equals(group)) {
          cases.add(Arguments.of(one.get("name").asText(), one.get("input"), one.get("expect")));
        }
      }
      return cases.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BigDecimal number(JsonNode node) {
    return new BigDecimal(node.asText());
  }

  static BigDecimal numberOr(JsonNode node, String field, String absent) {
    return node.hasNonNull(field) ? number(node.get(field)) : new BigDecimal(absent);
  }
}
