package dev.maxdiff.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The positions that the older system ignored, by its table (CONTRACT 5.3). */
public final class SmallPositions {

  private static final Map<String, String> LEAST =
      Map.of("ETHUSD", "0.01", "BTCUSD", "0.001", "UNIUSD", "5", "LINKUSD", "1", "SOLUSD", "0.1");

  private SmallPositions() {}

  static boolean isIn(VectorCase example) {
    return without(example).size() < example.input().get("positions").size();
  }

  /** The symbols of the positions that it did not ignore. */
  public static List<String> without(VectorCase example) {
    List<String> seen = new ArrayList<>();
    for (JsonNode position : example.input().get("positions")) {
      Symbol symbol = Symbol.parse(position.get("symbol").asText());
      String least = LEAST.get(symbol.text());
      BigDecimal quantity = VectorCase.number(position.get("qty")).abs();
      boolean large = least != null && quantity.compareTo(new BigDecimal(least)) >= 0;
      if (large || !symbol.isActiveCrypto()) {
        seen.add(position.get("symbol").asText());
      }
    }
    return seen;
  }
}
