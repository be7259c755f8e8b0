package dev.maxdiff.broker.paper.tape;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whose trades a file holds: the symbol of each row, else the one that the user names, else the one
 * that the file is named after ({@code AAPL.csv}, {@code BTC-USD_1h.csv.gz}), else a default. A
 * user's symbol chooses the rows of a file that has the column.
 */
final class TapeSymbols {

  private static final String COLUMN = "symbol";
  private static final Pattern EXTENSIONS = Pattern.compile("(?i)(\\.(csv|txt|tsv|gz|zip))+$");
  private static final Pattern BETWEEN = Pattern.compile("[_, ]+|-(?!USD|BTC)");
  private static final Pattern NAME = Pattern.compile("[A-Z]{1,10}([.-][A-Z]{1,4})?");

  private static final Duration A_WEEK = Duration.ofDays(7);

  private final Symbol named;
  private final Symbol usual;
  private final String file;
  private Symbol ofFile;
  private boolean assumed;

  /**
   * @param named by the user; empty = not
   * @param usual taken where nothing names a symbol
   */
  TapeSymbols(String file, Optional<Symbol> named, Symbol usual) {
    this.file = file;
    this.named = named.orElse(null);
    this.usual = usual;
  }

  /**
   * The symbol of a row; empty = of another symbol than the user's.
   *
   * @throws InvalidValueException if the row's symbol is invalid, or the file's name has several
   */
  Optional<Symbol> of(TapeRows rows) {
    if (!rows.has(COLUMN)) {
      return Optional.of(ofFile());
    }
    String text = rows.text(COLUMN);
    try {
      Symbol symbol = Symbol.parse(text);
      return named == null || named.equals(symbol) ? Optional.of(symbol) : Optional.empty();
    } catch (InvalidValueException e) {
      throw rows.refused(COLUMN, text, "a symbol like BTCUSD or AAPL");
    }
  }

  /**
   * Refuses bars that leave out weekends where nothing has named their symbol and the default is a
   * coin: they are a stock's.
   */
  void requirePlausible(List<BarPaths.Bar> bars) {
    if (!assumed || !usual.isCrypto() || bars.isEmpty()) {
      return;
    }
    Duration span = Duration.between(bars.get(0).at().at(), bars.get(bars.size() - 1).at().at());
    if (span.compareTo(A_WEEK) >= 0 && bars.stream().noneMatch(TapeSymbols::isOnWeekend)) {
      throw new InvalidValueException(
          file + " line 1, symbol",
          "not named",
          "--symbol, for example --symbol AAPL: bars that leave out weekends are not of " + usual);
    }
  }

  /** Which symbol was taken, where the rows do not say it. */
  Optional<String> words() {
    if (ofFile == null) {
      return Optional.empty();
    }
    return Optional.of(
        "read as " + ofFile + (assumed ? ", because nothing names another symbol (--symbol)" : ""));
  }

  private Symbol ofFile() {
    if (ofFile == null) {
      ofFile = named == null ? fromName() : named;
    }
    return ofFile;
  }

  private Symbol fromName() {
    String name = EXTENSIONS.matcher(file).replaceFirst("");
    List<Symbol> found =
        Stream.of(BETWEEN.split(name))
            .filter(part -> NAME.matcher(part).matches())
            .map(Symbol::parse)
            .distinct()
            .toList();
    if (found.size() > 1) {
      throw new InvalidValueException(
          file + " line 1, symbol",
          "one of " + found,
          "--symbol, for example --symbol " + found.get(0));
    }
    assumed = found.isEmpty();
    return found.isEmpty() ? usual : found.get(0);
  }

  private static boolean isOnWeekend(BarPaths.Bar bar) {
    DayOfWeek day = bar.at().at().atOffset(ZoneOffset.UTC).getDayOfWeek();
    return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
  }
}
