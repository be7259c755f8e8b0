package dev.maxdiff.broker.alpaca.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.alpaca.wire.AlpacaReader;
import dev.maxdiff.domain.Symbol;
import java.util.List;
import java.util.Optional;

/** Reads the data of one watcher poll from the gateway, with one request. */
public final class GatewayViewReader {

  private static final String ROUTE = "/maxdiff/v1/view";
  private static final String CALL = "GET " + ROUTE;

  private final AlpacaClient gateway;
  private final Symbol symbol;

  /**
   * @param symbol the symbol of the watcher
   */
  public GatewayViewReader(HttpTransport gateway, Symbol symbol) {
    this.gateway = new AlpacaClient(gateway, GetRetry.NONE);
    this.symbol = symbol;
  }

  /**
   * Blocks until the gateway has responded.
   *
   * @param account includes the account
   * @param history includes the orders in every status
   * @return empty when the server does not serve this path: it serves Alpaca's REST only
   * @throws BrokerException when the gateway could not read one of the parts
   */
  public Optional<GatewayView> read(boolean account, boolean history) {
    try {
      return Optional.of(
          view(
              gateway.get(ROUTE + "?account=" + account + "&history=" + history),
              account,
              history));
    } catch (BrokerException e) {
      if (isRefusal(e.status())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A status that an unknown path may have; a wrong key, a timeout and a 429 are excluded. */
  private static boolean isRefusal(int status) {
    return status >= 400 && status < 500 && status != 401 && status != 408 && status != 429;
  }

  private GatewayView view(JsonNode answer, boolean account, boolean history) {
    return ResponseReader.one(
        CALL,
        answer,
        view ->
            new GatewayView(
                ResponseReader.one(CALL, view.get("clock"), AlpacaReader::clock),
                ResponseReader.list(CALL, view.get("orders"), AlpacaReader::order),
                ResponseReader.list(CALL, view.get("positions"), AlpacaReader::position),
                ResponseReader.quotes(CALL, view, List.of(symbol), UnreadNotes.unseen()),
                account
                    ? ResponseReader.one(CALL, view.get("account"), AlpacaReader::account)
                    : null,
                history
                    ? ResponseReader.list(CALL, view.get("history"), AlpacaReader::order)
                    : null));
  }
}
