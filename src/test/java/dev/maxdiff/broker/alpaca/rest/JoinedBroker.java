package dev.maxdiff.broker.alpaca.rest;

import dev.maxdiff.broker.AsyncBroker;
import dev.maxdiff.broker.Broker;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A client that blocks no thread, with a caller that waits for each of its stages. */
final class JoinedBroker {

  private JoinedBroker() {}

  static Broker of(AsyncBroker broker) {
    return (Broker)
        Proxy.newProxyInstance(
            Broker.class.getClassLoader(),
            new Class<?>[] {Broker.class},
            (proxy, method, arguments) -> {
              Object stage =
                  AsyncBroker.class
                      .getMethod(method.getName(), method.getParameterTypes())
                      .invoke(broker, arguments);
              try {
                return ((CompletionStage<?>) stage).toCompletableFuture().join();
              } catch (CompletionException e) {
                throw e.getCause();
              }
            });
  }
}
