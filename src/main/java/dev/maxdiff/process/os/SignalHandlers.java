package dev.maxdiff.process.os;

import java.lang.reflect.Proxy;

/**
 * Installs signal handlers; for the runtime and for the sentinel, which has the JDK alone.
 *
 * <p>The only handlers the JDK offers are in {@code sun.misc}, which does not compile without a
 * warning; hence the reflection, here and nowhere else.
 */
public final class SignalHandlers {

  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  private SignalHandlers() {}

  /**
   * Runs {@code action} on a thread of the JVM at each arrival of the signal.
   *
   * @param name without {@code SIG}: {@code INT}, {@code TERM}, {@code HUP}
   * @return false when this JVM cannot handle it (it was started with the signal reserved)
   */
  public static boolean handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName(SIGNAL);
      Class<?> handler = Class.forName(HANDLER);
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                  return null;
                }
                return switch (method.getName()) {
                  case "equals" -> self == arguments[0];
                  case "hashCode" -> System.identityHashCode(self);
                  default -> "handler of SIG" + name;
                };
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
