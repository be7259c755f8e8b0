package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An asset in its canonical form: {@code BTC/USD}, {@code btcusd} and {@code BTCUSD} are one.
 *
 * <p>After canonicalisation only {@code [A-Z0-9.-]}, at most 20 characters. Which symbols are
 * crypto follows CONTRACT section 1 (list ALL, each with {@code USD}).
 */
public record Symbol(String text) implements Comparable<Symbol> {

  private static final Pattern FORM = Pattern.compile("[A-Z0-9][A-Z0-9.-]{0,19}");
  private static final String QUOTE_CURRENCY = "USD";
  private static final Set<String> CRYPTO_BASES =
      Set.of(
          "AAVE", "ADA", "ALGO", "APT", "ATOM", "AVAX", "BNB", "BCH", "BTC", "DOGE", "DOT", "AEUR",
          "ETH", "LINK", "LTC", "MATIC", "POL", "SHIB", "SKY", "SOL", "TRX", "UNI", "VET", "XLM",
          "XRP");

  public Symbol {
    requireNonNull(text, "symbol");
    if (!FORM.matcher(text).matches()) {
      throw invalid(text);
    }
  }

  /**
   * Reads any accepted spelling: case is ignored, one {@code /} between base and quote is dropped.
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Symbol parse(String text) {
    String upper = requireNonNull(text, "symbol").toUpperCase(Locale.ROOT);
    int slash = upper.indexOf('/');
    boolean pair = slash > 0 && slash == upper.lastIndexOf('/') && slash < upper.length() - 1;
    String canonical = pair ? upper.replace("/", "") : upper;
    if (!FORM.matcher(canonical).matches()) {
      throw invalid(text); // as it was typed
    }
    Symbol symbol = new Symbol(canonical);
    if (pair && symbol.assetClass() != AssetClass.CRYPTO) {
      throw new InvalidValueException("symbol", text, "a slash only in a crypto pair like BTC/USD");
    }
    return symbol;
  }

  public AssetClass assetClass() {
    return text.endsWith(QUOTE_CURRENCY) && CRYPTO_BASES.contains(base())
        ? AssetClass.CRYPTO
        : AssetClass.EQUITY;
  }

  public boolean isCrypto() {
    return assetClass() == AssetClass.CRYPTO;
  }

  /**
   * The form in which the broker takes and returns orders and quotes: {@code BTC/USD}, {@code
   * AAPL}.
   */
  public String brokerForm() {
    return isCrypto() ? base() + "/" + QUOTE_CURRENCY : text;
  }

  private static InvalidValueException invalid(String text) {
    return new InvalidValueException(
        "symbol", text, "1 to 20 of A-Z, 0-9, '.' and '-', for example BTCUSD or BRK.B");
  }

  private String base() {
    return text.substring(0, text.length() - QUOTE_CURRENCY.length());
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
