package dev.maxdiff.supervision;

import dev.maxdiff.domain.Wish;
import java.util.Map;

/** The port to the gateway that grants a watcher the authority to order. */
@FunctionalInterface
public interface OrderAdmission {

  /**
   * Makes {@code generation} the only generation of its slot whose orders pass; every older fencing
   * token of the slot is stale afterwards (promise P10). Returns at once, on any thread.
   *
   * @return the environment variables that give the watcher access to its account view
   */
  Map<String, String> admit(Wish wish, long generation);
}
