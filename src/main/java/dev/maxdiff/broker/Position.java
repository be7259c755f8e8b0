package dev.maxdiff.broker;

import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;

/**
 * The net position of a symbol.
 *
 * @param quantity base units; negative for a short position
 * @param available quantity that no open closing order reserves, signed like {@code quantity}
 * @param averageEntryPrice quote currency
 * @param currentPrice quote currency
 * @param assetId the broker's id of the asset, which a renamed symbol keeps; null = unknown
 */
public record Position(
    Symbol symbol,
    BigDecimal quantity,
    BigDecimal available,
    BigDecimal averageEntryPrice,
    BigDecimal currentPrice,
    String assetId) {

  /** A position whose asset is named by its symbol alone. */
  public Position(
      Symbol symbol,
      BigDecimal quantity,
      BigDecimal available,
      BigDecimal averageEntryPrice,
      BigDecimal currentPrice) {
    this(symbol, quantity, available, averageEntryPrice, currentPrice, null);
  }
}
