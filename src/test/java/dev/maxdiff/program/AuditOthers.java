package dev.maxdiff.program;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What other clients do on the account, in an audit log. */
final class AuditOthers {

  private static final String OTHER = "|other";

  /** Time in which the program learns of the others' trades, with the cuts that follow. */
  private static final Duration LEARNED = Duration.ofSeconds(45);

  private final Map<String, Instant> traded = new HashMap<>();
  private final Set<String> sold = new HashSet<>();
  private BigDecimal transfers = BigDecimal.ZERO;
  private Instant transferred = Instant.EPOCH;

  /** The share of the others, beside the keys. */
  static String key(String symbol) {
    return symbol + OTHER;
  }

  static boolean isOther(String key) {
    return key.endsWith(OTHER);
  }

  /**
   * @param owned what the others have bought less what they have sold
   */
  void filled(JsonNode line, String symbol, BigDecimal owned) {
    traded.put(symbol, at(line));
    if (owned.signum() < 0) {
      sold.add(symbol);
    }
  }

  void transferred(JsonNode line) {
    transfers = transfers.add(new BigDecimal(line.path("amount").asText()));
    transferred = at(line);
  }

  /** The sum of the deposits, less the withdrawals. */
  BigDecimal transfers() {
    return transfers;
  }

  /** Whether the others have ever sold more of the symbol than they had bought. */
  boolean haveSold(String symbol) {
    return sold.contains(symbol);
  }

  /** Whether the others may be the cause of a refusal that the program could not foresee. */
  boolean mayCause(JsonNode refusal, String symbol) {
    String message = refusal.path("message").asText();
    Instant since = at(refusal).minus(LEARNED);
    boolean isTrade =
        message.contains("insufficient") || message.contains("wash") || message.contains("held");
    return isTrade
        && (traded.getOrDefault(symbol, Instant.EPOCH).isAfter(since)
            || transferred.isAfter(since));
  }

  private static Instant at(JsonNode line) {
    return Instant.parse(line.path("at").asText());
  }
}
