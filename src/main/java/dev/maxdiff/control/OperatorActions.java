package dev.maxdiff.control;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.execution.gateway.OrderGateway;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Executes an operator's actions at the gateway and describes their outcome. */
final class OperatorActions {

  private static final String PAUSED_BY_OPERATOR = "paused by an operator";

  private final OrderGateway gateway;
  private final HoldActions holds;
  private final Duration patience;
  private final InstantSource clock;

  OperatorActions(OrderGateway gateway, HoldActions holds, Duration patience, InstantSource clock) {
    this.gateway = gateway;
    this.holds = holds;
    this.patience = patience;
    this.clock = clock;
  }

  CompletionStage<List<ActionLine>> pause(PauseScope scope) {
    EntryPause pause = new EntryPause(scope, PAUSED_BY_OPERATOR, clock.instant(), null);
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

  /**
   * Lifts the holds, then the pauses, then reads the pauses that remain. Lifted holds are announced
   * last, so that the wishes which follow find no pause.
   */
  CompletionStage<List<ActionLine>> resume(ResumeRequest request) {
    return holds
        .lift(request)
        .thenCompose(
            lifted ->
                resumePauses(request.scope(), lifted.lines())
                    .whenComplete((lines, failure) -> holds.announce(lifted)));
  }

  private CompletionStage<List<ActionLine>> resumePauses(
      PauseScope scope, List<ActionLine> before) {
    return gateway
        .resume(scope)
        .thenCompose(
            lifted ->
                gateway.overview().thenApply(overview -> resumed(scope, lifted, overview, before)));
  }

  private static List<ActionLine> resumed(
      PauseScope scope,
      List<EntryPause> lifted,
      OrderGateway.AccountOverview overview,
      List<ActionLine> before) {
    List<ActionLine> lines = new ArrayList<>(before);
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

  CompletionStage<List<ActionLine>> cancelDuplicates(CancelDuplicatesRequest request) {
    boolean ours = !request.dryRun();
    return gateway
        .surplus(ours, ours && request.older(), patience)
        .thenApply(surplus -> DuplicateOrderMessages.of(request, surplus));
  }

  CompletionStage<List<ActionLine>> acceptLedger(AcceptLedgerRequest request) {
    if (request.key() != null && !request.key().symbol().equals(request.symbol())) {
      return CompletableFuture.failedFuture(
          new InvalidValueException("key", request.key(), "a key of " + request.symbol()));
    }
    return gateway
        .acceptLedger(request.symbol(), request.key(), request.dryRun())
        .thenApply(answer -> List.of(new ActionLine(answer.possible(), answer.words())));
  }

  private static ActionLine unconfirmed(Order order) {
    return new ActionLine(
        false, DuplicateOrderMessages.words(order) + ": its cancel could not be confirmed");
  }
}
