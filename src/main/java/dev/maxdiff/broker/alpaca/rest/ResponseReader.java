package dev.maxdiff.broker.alpaca.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.PositionList;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.alpaca.wire.AlpacaListReader;
import dev.maxdiff.broker.alpaca.wire.AlpacaReader;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads response bodies. An unexpected body throws a {@link BrokerException} with {@code
 * MALFORMED}; it never becomes an empty result.
 */
final class ResponseReader {

  private ResponseReader() {}

  static <T> T one(String call, JsonNode answer, Function<JsonNode, T> reader) {
    if (answer == null || !answer.isObject()) {
      throw AlpacaClient.malformed(call, 200, "answer: not an object", null);
    }
    try {
      return reader.apply(answer);
    } catch (InvalidValueException e) {
      throw AlpacaClient.malformed(call, 200, e.getMessage(), e);
    }
  }

  static <T> List<T> list(String call, JsonNode answer, Function<JsonNode, T> reader) {
    if (answer == null || !answer.isArray()) {
      throw AlpacaClient.malformed(call, 200, "answer: not a list", null);
    }
    List<T> values = new ArrayList<>(answer.size());
    for (JsonNode node : answer) {
      values.add(one(call, node, reader));
    }
    return values;
  }

  static PositionList positions(String call, JsonNode answer) {
    if (answer == null || !answer.isArray()) {
      throw AlpacaClient.malformed(call, 200, "answer: not a list", null);
    }
    return AlpacaListReader.positions(answer);
  }

  /** Returns the entries of the list that can be read; the others are noted and skipped. */
  static <T> List<T> readable(
      String call, JsonNode answer, Function<JsonNode, T> reader, UnreadNotes notes) {
    if (answer == null || !answer.isArray()) {
      throw AlpacaClient.malformed(call, 200, "answer: not a list", null);
    }
    List<T> values = new ArrayList<>(answer.size());
    for (JsonNode node : answer) {
      try {
        values.add(reader.apply(node));
      } catch (InvalidValueException e) {
        notes.skipped(call, e.getMessage());
      }
    }
    return values;
  }

  /**
   * The field {@code quotes} of a body; a symbol without a quote, or with one that cannot be read,
   * is absent from the map.
   */
  static Map<Symbol, Quote> quotes(
      String call, JsonNode answer, Collection<Symbol> wanted, UnreadNotes notes) {
    JsonNode given = answer == null ? null : answer.get("quotes");
    if (given == null || !given.isObject()) {
      throw AlpacaClient.malformed(call, 200, "quotes: none (expected: an object)", null);
    }
    Map<Symbol, Quote> quotes = new HashMap<>();
    for (Symbol symbol : wanted) {
      JsonNode quote = given.get(symbol.brokerForm());
      if (quote != null && !quote.isNull()) {
        try {
          quotes.put(symbol, AlpacaReader.quote(quote));
        } catch (InvalidValueException e) {
          notes.skipped(call, symbol + ": " + e.getMessage());
        }
      }
    }
    return quotes;
  }
}
