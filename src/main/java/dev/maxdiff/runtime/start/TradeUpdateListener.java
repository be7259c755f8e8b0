package dev.maxdiff.runtime.start;

import akka.actor.typed.ActorSystem;
import dev.maxdiff.broker.alpaca.stream.TradeStream;
import dev.maxdiff.broker.alpaca.stream.TradeStreamSettings;
import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import dev.maxdiff.execution.gateway.GatewayServer;
import java.net.URI;
import java.net.http.HttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forwards the trade updates of the broker's stream to the gateway. */
final class TradeUpdateListener implements TradeStream.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(TradeUpdateListener.class);

  /** The server of the account and its orders, and the keys of that account. */
  record Source(HttpClient client, URI trading, ApiKeys keys) {}

  private final GatewayServer gateway;

  private TradeUpdateListener(GatewayServer gateway) {
    this.gateway = gateway;
  }

  /** Opens the stream and returns at once. The stream retries an unreachable broker for ever. */
  static TradeStream listen(
      ActorSystem<?> system, Source source, TradeStreamSettings settings, GatewayServer gateway) {
    TradeStream stream =
        TradeStream.open(
            source.client,
            source.trading,
            source.keys,
            settings,
            (pause, task) ->
                system.scheduler().scheduleOnce(pause, task, system.executionContext()),
            new TradeUpdateListener(gateway));
    gateway.useTradeStream(stream::isConnected);
    return stream;
  }

  @Override
  public void updated(TradeStream.Update update) {
    gateway.changed(update.symbol(), update.clientOrderId());
    gateway.forward(update.clientOrderId(), update.data());
  }

  @Override
  public void resyncRequired() {
    gateway.changedEverywhere();
  }

  @Override
  public void warned(String line) {
    LOG.warn("{}", line);
  }
}
