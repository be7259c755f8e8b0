package dev.maxdiff.app;

import com.typesafe.config.Config;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The market data that a command replays. */
final class ReplayData {

  private static final String BITCOIN = "BTCUSD";

  private ReplayData() {}

  /**
   * Reads the user's file, or the built-in trades.
   *
   * @param data null = the built-in trades
   * @param symbol null = as the file says; the first configured symbol, else BTCUSD, where it says
   *     none
   * @throws InvalidValueException if the file is unreadable or a row is invalid
   */
  static MarketTape of(Path data, Symbol symbol, Config config) {
    if (data == null) {
      if (symbol != null) {
        throw new InvalidValueException("--symbol", symbol, "only together with --data");
      }
      return MarketTape.bitstamp();
    }
    List<String> configured = config.getStringList("maxdiff.session.symbols");
    String usual = configured.isEmpty() ? BITCOIN : configured.get(0);
    return MarketTape.read(data, Optional.ofNullable(symbol), Symbol.parse(usual));
  }
}
