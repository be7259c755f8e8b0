package dev.maxdiff.embed;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.control.HappeningHub;
import dev.maxdiff.control.WatcherControl;
import dev.maxdiff.execution.Gateway;
import dev.maxdiff.execution.Pauses;
import dev.maxdiff.http.HttpServer;
import dev.maxdiff.process.ChildProcesses;
import dev.maxdiff.state.WatcherFiles;
import dev.maxdiff.supervision.Supervision;
import java.util.List;

/**
 * What a runtime consists of, in the order of its {@link Start}. Each part is null until its step
 * is reached: a start that fails undoes what was reached.
 */
final class Parts {
  ChildProcesses processes;
  WatcherFiles files;
  Upstream upstream;
  volatile Account account; // null until the broker has answered
  HappeningHub hub;
  Pauses pauses;
  Gateway gateway;

  /** What was open of ours and of other installations when the gateway was started. */
  volatile List<Order> openOrders = List.of();

  /** What the comparison of all records came to, one line a difference. */
  volatile List<String> reconciled = List.of();

  Supervision supervision;
  WatcherControl control;

  /** How many wishes of an earlier runtime were taken up again. */
  int restored;

  HttpServer http;
}
