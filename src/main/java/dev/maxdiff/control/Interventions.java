package dev.maxdiff.control;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.execution.OrderGateway;
import dev.maxdiff.execution.OrderGateway.OwnOrder;
import dev.maxdiff.execution.OrderGateway.Surplus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** What an operator does to orders at the gateway, and its outcome in words. */
final class Interventions {

  private static final String BY_HAND = "paused by an operator";

  private final OrderGateway gateway;
  private final Duration patience;
  private final InstantSource clock;

  Interventions(OrderGateway gateway, Duration patience, InstantSource clock) {
    this.gateway = gateway;
    this.patience = patience;
    this.clock = clock;
  }

  CompletionStage<List<ActionLine>> pause(PauseScope scope) {
    EntryPause pause = new EntryPause(scope, BY_HAND, clock.instant(), null);
    return gateway
        .pause(pause, patience)
        .thenApply(
            open -> {
              List<ActionLine> lines = new ArrayList<>();
              lines.add(
                  new ActionLine(
                      true,
                      "entries of "
                          + scope.words()
                          + " are paused; exits go on; 'resume' ends it"));
              open.forEach(order -> lines.add(unconfirmed(order)));
              return lines;
            });
  }

  CompletionStage<List<ActionLine>> resume(PauseScope scope) {
    return gateway
        .resume(scope)
        .thenCombine(gateway.overview(), (lifted, overview) -> resumed(scope, lifted, overview));
  }

  private static List<ActionLine> resumed(
      PauseScope scope, List<EntryPause> lifted, OrderGateway.Overview overview) {
    List<ActionLine> lines = new ArrayList<>();
    for (EntryPause pause : lifted) {
      lines.add(new ActionLine(true, "entries of " + pause.scope().words() + " go on"));
    }
    for (EntryPause pause : overview.pauses()) {
      if (pause.scope().includes(scope)) {
        lines.add(new ActionLine(false, "but " + pause.words()));
      }
    }
    if (lines.isEmpty()) {
      lines.add(new ActionLine(true, "entries of " + scope.words() + " were not paused"));
    }
    return lines;
  }

  CompletionStage<List<ActionLine>> cancelDuplicates(GuardRequest request) {
    boolean ours = !request.dryRun();
    return gateway
        .surplus(ours, ours && request.older(), patience)
        .thenApply(surplus -> lines(request, surplus));
  }

  private static List<ActionLine> lines(GuardRequest request, Surplus surplus) {
    Set<String> open = surplus.unconfirmed().stream().map(Order::id).collect(Collectors.toSet());
    List<ActionLine> lines = new ArrayList<>();
    for (OwnOrder own : surplus.ours()) {
      String what = own.slot() + ": " + words(own.order()) + " is one too many";
      lines.add(outcome(what, own.order(), !request.dryRun(), open));
    }
    for (Order order : surplus.older()) {
      String what = "older system: " + words(order) + " is one too many";
      lines.add(outcome(what, order, !request.dryRun() && request.older(), open));
    }
    for (Order order : surplus.foreign()) {
      lines.add(new ActionLine(true, "not ours, left alone: " + words(order)));
    }
    return lines;
  }

  private static ActionLine outcome(String what, Order order, boolean cancelled, Set<String> open) {
    if (!cancelled) {
      return new ActionLine(true, what + "; left as it is");
    }
    return open.contains(order.id())
        ? new ActionLine(false, what + "; its cancel could not be confirmed")
        : new ActionLine(true, what + "; cancelled");
  }

  private static ActionLine unconfirmed(Order order) {
    return new ActionLine(false, words(order) + ": its cancel could not be confirmed");
  }

  private static String words(Order order) {
    return "%s %s %s at %s (%s)"
        .formatted(
            order.side().toString().toUpperCase(Locale.ROOT),
            plain(order.remaining()),
            order.symbol(),
            order.limitPrice() == null ? "market" : plain(order.limitPrice()),
            order.clientOrderId());
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
