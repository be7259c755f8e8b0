package dev.maxdiff.model;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.Moment;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.decisions.Step;
import dev.maxdiff.execution.decisions.TaskDecisions;
import dev.maxdiff.execution.decisions.TaskInput;
import dev.maxdiff.execution.decisions.TaskState;
import dev.maxdiff.execution.gateway.SimulatedGateway;
import dev.maxdiff.execution.orders.AccountAlone;
import dev.maxdiff.execution.orders.GatewayContext;
import java.util.Map;

/** The shipped parts of a gateway, with the deliberate defect in one of them. */
record DefectiveParts(Defect defect, Simulation simulation) implements SimulatedGateway.Parts {

  @Override
  public TaskDecisions tasks(Symbol symbol, GatewayContext context) {
    TaskDecisions shipped = SimulatedGateway.Parts.super.tasks(symbol, context);
    return defect == Defect.SENDS_WHILE_UNRESOLVED ? new Blind(shipped) : shipped;
  }

  /** With the defect each order manager has an account of its own. */
  @Override
  public GatewayContext context(Symbol symbol, GatewayContext shared) {
    return defect.forgetsReservations() ? alone(shared) : shared;
  }

  private GatewayContext alone(GatewayContext shared) {
    return new GatewayContext(
        shared.origin(),
        shared.settings(),
        shared.orders(),
        shared.upstream(),
        shared.changes(),
        shared.tokens(),
        shared.callerIds(),
        AccountAlone.of(shared.settings(), simulation, simulation::nanoTime, shared.events()),
        shared.clock(),
        shared.blocking(),
        shared.events());
  }

  /** Its tasks see no unresolved intent. */
  private record Blind(TaskDecisions decisions) implements TaskDecisions {

    @Override
    public Step begin(OrderTask task, Moment moment) {
      return decisions.begin(task, blind(moment));
    }

    @Override
    public Step on(TaskState state, TaskInput input, Moment moment) {
      return decisions.on(state, input, blind(moment));
    }

    private static Moment blind(Moment moment) {
      OrderManagerState journal = moment.journal();
      return new Moment(
          moment.nanos(),
          moment.authorities(),
          new OrderManagerState(
              journal.numbers(),
              Map.of(),
              journal.working(),
              journal.lapses(),
              journal.callerIds(),
              journal.ledger()),
          moment.forbidden(),
          moment.retryAfter());
    }
  }
}
