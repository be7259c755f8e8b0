package dev.maxdiff.runtime.start;

import dev.maxdiff.control.WatcherControl;
import dev.maxdiff.execution.gateway.GatewayServer;
import dev.maxdiff.http.HttpServer;
import dev.maxdiff.process.ChildProcesses;
import dev.maxdiff.runtime.reconcile.Reconciler;
import dev.maxdiff.supervision.Supervision;
import java.util.function.Consumer;

/**
 * The components of a started runtime; the result of a {@link StartSequence}.
 *
 * @param alerts publishes an alert
 * @param restored the number of wishes of an earlier runtime that stand
 */
public record Components(
    ChildProcesses processes,
    Upstream upstream,
    GatewayServer gateway,
    Reconciler reconciler,
    Supervision supervision,
    WatcherControl control,
    Consumer<String> alerts,
    int restored,
    HttpServer http) {}
