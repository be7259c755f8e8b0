package dev.maxdiff.watch;

import dev.maxdiff.broker.alpaca.HttpTransport;
import java.io.IOException;

/**
 * Reports to the gateway, which alone writes watcher files. A server that has no such route is
 * fine: a watcher may run against any that speaks Alpaca's REST.
 */
final class GatewaySink implements StateSink {

  private static final String ROUTE = "/maxdiff/v1/state";

  private final HttpTransport gateway;

  GatewaySink(HttpTransport gateway) {
    this.gateway = gateway;
  }

  @Override
  public boolean write(String json) {
    try {
      int status = gateway.send("PUT", ROUTE, json).status();
      return status < 300 || status == 404;
    } catch (IOException e) {
      return false; // said by the next poll, which fails for the same reason
    }
  }
}
