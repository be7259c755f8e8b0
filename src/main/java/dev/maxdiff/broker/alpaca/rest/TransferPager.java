package dev.maxdiff.broker.alpaca.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.CashTransfer;
import dev.maxdiff.broker.alpaca.wire.AlpacaReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads all pages of the transfers of money, oldest first. */
final class TransferPager {

  /** The longest page of Alpaca. */
  static final int PAGE = 100;

  /** Deposits, withdrawals, and money moved between accounts. */
  private static final String TYPES = "CSD,CSW,JNLC,ACATC";

  private static final String CALL = "GET /v2/account/activities";

  private final AlpacaClient calls;

  TransferPager(AlpacaClient calls) {
    this.calls = calls;
  }

  /**
   * @param after null = since the opening of the account
   */
  List<CashTransfer> read(Instant after) {
    List<CashTransfer> transfers = new ArrayList<>();
    String token = null;
    while (true) {
      JsonNode page = calls.get(path(after, token));
      List<Optional<CashTransfer>> read =
          ResponseReader.list(CALL, page, AlpacaReader::cashTransfer);
      read.stream().flatMap(Optional::stream).forEach(transfers::add);
      if (read.size() < PAGE) {
        return transfers;
      }
      String last = page.get(PAGE - 1).path("id").asText();
      if (last.equals(token)) {
        throw AlpacaClient.malformed(CALL, 200, "id: a full page without news", null);
      }
      token = last;
    }
  }

  private static String path(Instant after, String token) {
    String path =
        "/v2/account/activities?direction=asc&page_size=" + PAGE + "&activity_types=" + TYPES;
    if (after != null) {
      path += "&after=" + AlpacaClient.encoded(after.toString());
    }
    return token == null ? path : path + "&page_token=" + AlpacaClient.encoded(token);
  }
}
