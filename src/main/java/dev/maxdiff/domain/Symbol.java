package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An asset in its canonical form: {@code BTC/USD}, {@code btcusd} and {@code BTCUSD} are equal.
 *
 * <p>The canonical form has {@code [A-Z0-9.-]}, at most 20 characters. Two questions about crypto
 * have two methods (hazard H24): {@link #isCrypto} is the asset class, {@link #isActiveCrypto} the
 * membership in the few pairs with trading rules of their own.
 */
public record Symbol(String text) implements Comparable<Symbol> {

  private static final Pattern FORM = Pattern.compile("[A-Z0-9][A-Z0-9.-]{0,19}");
  private static final String DOLLAR = "USD";
  private static final Set<String> CRYPTO_BASES =
      Set.of(
          "AAVE", "ADA", "ALGO", "APT", "ATOM", "AVAX", "BNB", "BCH", "BTC", "DOGE", "DOT", "AEUR",
          "ETH", "LINK", "LTC", "MATIC", "POL", "SHIB", "SKY", "SOL", "TRX", "UNI", "VET", "XLM",
          "XRP");
  private static final Set<String> ACTIVE_CRYPTO =
      Set.of("BNBUSD", "BTCUSD", "ETHUSD", "LINKUSD", "SKYUSD", "SOLUSD", "UNIUSD");
  private static final Set<String> STABLE_TOKENS =
      Set.of("USDT", "USDC", "FDUSD", "BUSD", "TUSD", "DAI");

  /** A quote currency that brokers write without a slash. */
  private static final String UNWRITTEN_TOKEN = "U";

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
    boolean pair = mark > 0 && isPair(upper.substring(0, mark), upper.substring(mark + 1));
    String canonical = pair ? upper.substring(0, mark) + upper.substring(mark + 1) : upper;
    if (canonical.indexOf('/') >= 0 && FORM.matcher(canonical.replace("/", "")).matches()) {
      throw new InvalidValueException("symbol", text, "a slash only in a pair like BTC/USD");
    }
    if (!FORM.matcher(canonical).matches()) {
      throw invalid(text); // with the original text
    }
    return new Symbol(canonical);
  }

  public AssetClass assetClass() {
    boolean coin = text.endsWith(DOLLAR) && CRYPTO_BASES.contains(base(DOLLAR));
    return coin || STABLE_TOKENS.contains(text) || tokenQuote().isPresent()
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
    if (STABLE_TOKENS.contains(text)) {
      return text;
    }
    String quote = tokenQuote().orElse(DOLLAR);
    boolean pair = text.endsWith(quote) && text.length() > quote.length();
    return pair && !quote.equals(UNWRITTEN_TOKEN) ? base(quote) + "/" + quote : text;
  }

  private static boolean isPair(String base, String quote) {
    boolean dollars = quote.equals(DOLLAR) || STABLE_TOKENS.contains(quote);
    return base.chars().allMatch(Character::isLetterOrDigit)
        && (dollars || quote.equals(UNWRITTEN_TOKEN) && CRYPTO_BASES.contains(base));
  }

  /** Returns the stable token that is the quote currency of the pair. */
  private Optional<String> tokenQuote() {
    return Stream.concat(STABLE_TOKENS.stream(), Stream.of(UNWRITTEN_TOKEN))
        .filter(text::endsWith)
        .filter(quote -> CRYPTO_BASES.contains(base(quote)) || STABLE_TOKENS.contains(base(quote)))
        .findFirst();
  }

  private String base(String quote) {
    return text.substring(0, text.length() - quote.length());
  }

  private static InvalidValueException invalid(String text) {
    return new InvalidValueException(
        "symbol", text, "1 to 20 of A-Z, 0-9, '.' and '-', for example BTCUSD or BRK.B");
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
