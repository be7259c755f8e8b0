package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An asset in its canonical form: {@code BTC/USD}, {@code btcusd} and {@code BTCUSD} are equal.
 *
 * <p>The canonical form has {@code [A-Z0-9.-]}, at most 21 characters. The asset class follows from
 * the form and not from a list of coins: a pair is a base and a quote currency, and no stock at the
 * broker has such a symbol. A wish is checked against the broker's asset class.
 *
 * <p>Two questions about crypto have two methods (hazard H24): {@link #isCrypto} is the asset
 * class, {@link #isActiveCrypto} the membership in the few pairs with trading rules of their own.
 */
public record Symbol(String text) implements Comparable<Symbol> {

  private static final Pattern FORM = Pattern.compile("[A-Z0-9][A-Z0-9.-]{0,20}");

  private static final String BITCOIN = "BTC";

  /** The quote currencies of the broker's pairs. */
  private static final List<String> QUOTES = List.of("USD", "USDT", "USDC", BITCOIN);

  private static final Set<String> STABLE_TOKENS =
      Set.of("USDT", "USDC", "FDUSD", "BUSD", "TUSD", "DAI");
  private static final Set<String> ACTIVE_CRYPTO =
      Set.of("BNBUSD", "BTCUSD", "ETHUSD", "LINKUSD", "SKYUSD", "SOLUSD", "UNIUSD");

  /** Shorter symbols that end like a pair are stocks, for example {@code IUSD} and ABTC. */
  private static final int SHORTEST_BASE = 2;

  private static final int SHORTEST_BASE_OF_BITCOIN = 3;

  public Symbol {
    requireNonNull(text, "symbol");
    if (!FORM.matcher(text).matches()) {
      throw invalid(text);
    }
  }

  /**
   * Parses any accepted spelling: case is ignored, and the {@code /} or {@code -} between base and
   * quote currency of a pair is dropped.
   *
   * @throws InvalidValueException for a slash elsewhere or an invalid character
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Symbol parse(String text) {
    String upper = requireNonNull(text, "symbol").toUpperCase(Locale.ROOT);
    int mark = Math.max(upper.indexOf('/'), upper.lastIndexOf('-'));
    boolean pair = mark > 0 && isQuoteOf(upper.substring(0, mark), upper.substring(mark + 1));
    String canonical = pair ? upper.substring(0, mark) + upper.substring(mark + 1) : upper;
    if (canonical.indexOf('/') >= 0 && FORM.matcher(canonical.replace("/", "")).matches()) {
      throw new InvalidValueException("symbol", text, "a slash only in a pair like BTC/USD");
    }
    if (!FORM.matcher(canonical).matches()) {
      throw invalid(text); // with the original text
    }
    return new Symbol(canonical);
  }

  /** Returns the asset class that follows from the form. */
  public AssetClass assetClass() {
    return STABLE_TOKENS.contains(text) || quote().isPresent()
        ? AssetClass.CRYPTO
        : AssetClass.EQUITY;
  }

  public boolean isCrypto() {
    return assetClass() == AssetClass.CRYPTO;
  }

  /**
   * Whether the strategies trade this pair around the clock: these pairs have their own entry life
   * and entry tolerance (CONTRACT 6.2 and 6.4).
   */
  public boolean isActiveCrypto() {
    return ACTIVE_CRYPTO.contains(text);
  }

  /** Returns the broker's form in orders and quotes: {@code BTC/USD}, {@code AAPL}. */
  public String brokerForm() {
    return quote()
        .filter(quote -> !STABLE_TOKENS.contains(text))
        .map(quote -> base(quote) + "/" + quote)
        .orElse(text);
  }

  /** Returns the quote currency of a pair; empty for every other asset. */
  private Optional<String> quote() {
    return QUOTES.stream()
        .filter(text::endsWith)
        .filter(quote -> isQuoteOf(base(quote), quote))
        .findFirst();
  }

  private static boolean isQuoteOf(String base, String quote) {
    int shortest = quote.equals(BITCOIN) ? SHORTEST_BASE_OF_BITCOIN : SHORTEST_BASE;
    return QUOTES.contains(quote)
        && base.length() >= shortest
        && base.chars().allMatch(Character::isLetterOrDigit);
  }

  private String base(String quote) {
    return text.substring(0, text.length() - quote.length());
  }

  private static InvalidValueException invalid(String text) {
    return new InvalidValueException(
        "symbol", text, "1 to 21 of A-Z, 0-9, '.' and '-', for example BTCUSD or BRK.B");
  }

  @Override
  public int compareTo(Symbol other) {
    return text.compareTo(other.text);
  }

  @JsonValue
  @Override
  public String toString() {
    return text;
  }
}
