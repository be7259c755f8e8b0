package dev.maxdiff.broker.paper.faults;

import java.time.Duration;

/** The transit between a client and a simulated exchange, in virtual time. */
public interface NetworkModel {

  /** Advances virtual time. */
  void pass(Duration time);

  /** Transit time of a message. */
  Duration transitTime();

  /**
   * Called before a request is sent and after its response has arrived. A test interleaves other
   * threads and processes here, including the end of the runtime.
   */
  void between(String call);

  /** A fault of the plan affected this call. */
  void onFault(String call, Fault fault);

  /** The sender of the request, for the audit log. */
  String asker();
}
