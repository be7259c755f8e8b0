package dev.maxdiff.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One acceptance case; its group defines the meaning of {@code input} and {@code expect}. */
public record VectorCase(String group, String name, JsonNode input, JsonNode expect) {

  /** The system property that names another file of the same form. */
  private static final String FILE = "maxdiff.vectors";

  /** All cases of the chosen file, in its order. */
  public static List<VectorCase> all() {
    List<VectorCase> cases = new ArrayList<>();
    try {
      for (JsonNode one : JsonText.parse(text()).get("cases")) {
        cases.add(
            new VectorCase(
                one.get("group").asText(),
                one.get("name").asText(),
                one.get("input"),
                one.get("expect")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private static String text() throws IOException {
    String other = System.getProperty(FILE, "");
    if (!other.isEmpty()) {
      return Files.readString(Path.of(other));
    }
    try (InputStream copy = VectorCase.class.getResourceAsStream("/vectors/watchers.json")) {
      return new String(copy.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The text of an input field; null when it is missing or null. */
  public String text(String field) {
    return input.hasNonNull(field) ? input.get(field).asText() : null;
  }

  public BigDecimal number(String field) {
    return number(input.get(field));
  }

  public Instant instant(String field) {
    return Instant.parse(text(field));
  }

  public boolean isFlagged(String field) {
    return expect.get(field).booleanValue();
  }

  public static BigDecimal number(JsonNode node) {
    return new BigDecimal(node.asText());
  }

  /** Whether a value is a finite number, as JSON or as text. */
  public static boolean isNumber(JsonNode node) {
    try {
      return node != null && number(node) != null;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Equal as numbers, within 1e-9 relative. */
  public static void same(BigDecimal actual, JsonNode expected) {
    double value = expected.asDouble();
    assertThat(actual.doubleValue()).isCloseTo(value, within(Math.abs(value) * 1e-9));
  }

  @Override
  public String toString() {
    return group + ": " + name;
  }
}
