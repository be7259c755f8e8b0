package dev.maxdiff.execution;

import dev.maxdiff.broker.Broker;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A broker that reports each request before it forwards the request. */
public final class RecordingBroker {

  public interface Listener {
    /** Called before each request; an exception thrown here becomes the answer. */
    void asked(String method, Object[] arguments);
  }

  private RecordingBroker() {}

  public static Broker of(Broker broker, Listener listener) {
    return (Broker)
        Proxy.newProxyInstance(
            Broker.class.getClassLoader(),
            new Class<?>[] {Broker.class},
            (proxy, method, arguments) -> {
              listener.asked(method.getName(), arguments);
              try {
                return method.invoke(broker, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
