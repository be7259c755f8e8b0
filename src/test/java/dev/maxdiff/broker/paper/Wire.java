package dev.maxdiff.broker.paper;

import java.time.Duration;

/** The way between a simulated exchange and whoever asks it, where time passes. */
public interface Wire {

  /** Lets virtual time pass. */
  void pass(Duration time);

  /** How long a message is on its way. */
  Duration way();

  /**
   * Called before a request leaves and after its answer has come: whatever happens at the same time
   * in another thread or process may happen here, the end of the runtime included.
   */
  void between(String call);

  /** A fault of the plan has struck this call. */
  void trouble(String call, Fault fault);

  /** On whose behalf the request is sent; stands in the audit log. */
  String asker();
}
