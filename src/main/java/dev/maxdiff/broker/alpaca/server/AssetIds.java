package dev.maxdiff.broker.alpaca.server;

import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.domain.Symbol;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds a symbol by the id of its asset, which a path may name instead of the symbol. */
public final class AssetIds {

  private static final int LENGTH = "904837e3-3b76-47ec-b432-046db621571b".length();

  private AssetIds() {}

  /**
   * @param text from a path
   * @param known the symbols whose assets exist
   */
  public static Optional<Symbol> find(String text, Collection<Symbol> known) {
    if (text.length() != LENGTH) {
      return Optional.empty();
    }
    String id = text.toLowerCase(Locale.ROOT);
    return known.stream().filter(symbol -> AlpacaWriter.assetId(symbol).equals(id)).findFirst();
  }
}
