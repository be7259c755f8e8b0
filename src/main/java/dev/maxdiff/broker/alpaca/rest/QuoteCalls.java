package dev.maxdiff.broker.alpaca.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Symbol;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The requests for the latest quotes: one for all symbols of an asset class. */
final class QuoteCalls {

  private static final String CRYPTO = "/v1beta3/crypto/us/latest/quotes";
  private static final String STOCKS = "/v2/stocks/quotes/latest";

  private QuoteCalls() {}

  /**
   * One request.
   *
   * @param symbols sorted
   */
  record Call(String server, List<Symbol> symbols) {

    String path() {
      return server
          + "?symbols="
          + symbols.stream().map(Symbol::brokerForm).collect(Collectors.joining(","));
    }

    Map<Symbol, Quote> quotes(JsonNode answer, UnreadNotes notes) {
      return ResponseReader.quotes("GET " + server, answer, symbols, notes);
    }
  }

  static List<Call> of(Set<Symbol> symbols) {
    return Stream.of(call(CRYPTO, symbols, true), call(STOCKS, symbols, false))
        .filter(call -> !call.symbols.isEmpty())
        .toList();
  }

  private static Call call(String server, Set<Symbol> symbols, boolean isCrypto) {
    return new Call(
        server, symbols.stream().filter(symbol -> symbol.isCrypto() == isCrypto).sorted().toList());
  }
}
