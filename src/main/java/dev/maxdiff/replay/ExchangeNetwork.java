package dev.maxdiff.replay;

import dev.maxdiff.broker.BrokerException;
import java.time.Duration;
import java.util.function.Supplier;

/** The way of a request to a {@link SimulatedExchange} and of its answer back, in virtual time. */
public interface ExchangeNetwork {

  /**
   * Carries one request. An implementation may lose, repeat late or change a request or its answer.
   *
   * @param method of Alpaca's REST, like {@code path}
   * @param process processes the request at the exchange, at the time of the call
   * @throws BrokerException the refusal of the exchange, or the failure of the network
   */
  <T> T send(String method, String path, Supplier<T> process);

  /**
   * A network without faults.
   *
   * @param request time from the sender to the exchange
   * @param answer time back
   */
  static ExchangeNetwork of(Timeline timeline, Duration request, Duration answer) {
    return new ExchangeNetwork() {
      @Override
      public <T> T send(String method, String path, Supplier<T> process) {
        timeline.pass(request);
        T answered = process.get();
        timeline.pass(answer);
        return answered;
      }
    };
  }
}
