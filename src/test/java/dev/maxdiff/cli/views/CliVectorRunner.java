package dev.maxdiff.cli.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.cli.context.DisplayFormat;
import dev.maxdiff.cli.context.GlobalOptions;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.files.WatcherFile;
import dev.maxdiff.vectors.Deviations;
import dev.maxdiff.vectors.GroupRunner;
import dev.maxdiff.vectors.VectorCase;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs the cases about output formats, the filters of the status, and the state directory. */
public final class CliVectorRunner {

  private CliVectorRunner() {}

  public static Map<String, GroupRunner> groups() {
    return Map.of(
        "status_format", CliVectorRunner::statusFormat,
        "status_hidden", CliVectorRunner::statusHidden,
        "state_dir", CliVectorRunner::stateDir);
  }

  private static void statusFormat(VectorCase example) {
    JsonNode args = example.input().get("args");
    if (Deviations.UNKNOWN_TIME_ZONE.appliesTo(example)) {
      assertThatThrownBy(() -> ZoneId.of(args.get(1).asText()))
          .isInstanceOf(DateTimeException.class);
      assertThat(example.expect().get("text").asText())
          .isEqualTo(DisplayFormat.time(time(args.get(0)), ZoneId.of("UTC")));
      return;
    }
    JsonNode first = args.get(0);
    String text =
        switch (example.text("fn")) {
          case "currency" -> UntypedValueFormat.text(value(first), "$", DisplayFormat::money);
          case "price" -> UntypedValueFormat.price(value(first));
          case "quantity" -> UntypedValueFormat.quantity(value(first));
          case "duration" ->
              DisplayFormat.duration(Duration.ofMillis((long) (first.asDouble() * 1000)));
          case "since" -> since(example, first);
          case "watcher_summary" -> watcher(first).line(example.instant("now"));
          case "symbols_filter" -> filter(first);
          case "timestamp" -> DisplayFormat.time(time(first), ZoneId.of(args.get(1).asText()));
          case "order_line", "strategy_profits" ->
              abort("skipped: this program prints no " + example.text("fn") + ": " + example);
          default -> throw new IllegalArgumentException(example.toString());
        };
    JsonNode expected = example.expect().get("text");
    assertThat(text).isEqualTo(expected.isNull() ? null : expected.asText());
  }

  private static void statusHidden(VectorCase example) {
    assertThat(watcher(example.input().get("watcher")).isHidden(example.instant("now")))
        .isEqualTo(example.isFlagged("hidden"));
  }

  private static void stateDir(VectorCase example) {
    Map<String, String> environment = new HashMap<>();
    for (String name : List.of("PAPER", "TRADE_STATE_SUFFIX")) {
      if (example.text(name) != null) {
        environment.put(name, example.text(name));
      }
    }
    GlobalOptions options = new GlobalOptions(environment);
    options.stateDir = Path.of("root");
    if (Deviations.SUFFIX_IS_A_NAME.appliesTo(example)) {
      GlobalOptions refused = options;
      assertThatThrownBy(refused::location).isInstanceOf(InvalidValueException.class);
      String suffix = environment.put("TRADE_STATE_SUFFIX", "");
      options = new GlobalOptions(environment);
      options.stateDir = Path.of("root");
      String plain = options.location().watchers(Venue.ofOlderSystem(options.paper())).toString();
      String joint = suffix.strip().startsWith("_") ? "" : "_";
      assertThat(plain + joint + suffix.strip())
          .isEqualTo("root/" + example.expect().get("dirname").asText());
      return;
    }
    Path watchers = options.location().watchers(Venue.ofOlderSystem(options.paper()));
    assertThat(watchers).hasToString("root/" + example.expect().get("dirname").asText());
  }

  private static String since(VectorCase example, JsonNode at) {
    return DisplayFormat.age(time(at), example.instant("now"));
  }

  /** Null if {@code at} is not a time. */
  private static Instant time(JsonNode at) {
    return new WatcherFile("x.json", fields("at", at)).time("at").orElse(null);
  }

  private static String filter(JsonNode given) {
    List<String> texts = new ArrayList<>();
    given.forEach(text -> texts.add(text.asText()));
    String symbols =
        StatusCommand.filter(texts).stream()
            .sorted()
            .map(Symbol::text)
            .collect(Collectors.joining(","));
    return symbols.isEmpty() ? null : symbols;
  }

  private static OlderWatcher watcher(JsonNode given) {
    WatcherFile file = new WatcherFile("x.json", fields(given));
    return new OlderWatcher(file, given.path("process_alive").asBoolean());
  }

  private static Map<String, Object> fields(JsonNode given) {
    Map<String, Object> fields = new HashMap<>();
    given.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
    return fields;
  }

  private static Map<String, Object> fields(String name, JsonNode given) {
    Map<String, Object> fields = new HashMap<>();
    fields.put(name, value(given));
    return fields;
  }

  private static Object value(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    return node.isNumber()
        ? node.numberValue()
        : node.isBoolean() ? node.asBoolean() : node.asText();
  }
}
