package dev.maxdiff.runtime.reconcile;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.execution.gateway.GatewayServer;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.OtherStarts;
import dev.maxdiff.runtime.context.StartContext;
import dev.maxdiff.state.InstallationFile;
import dev.maxdiff.state.OwnedElsewhereException;
import dev.maxdiff.state.StartTag;
import dev.maxdiff.state.StateException;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a runtime does about another one on a copy of its directory (DESIGN 11, promise P8).
 *
 * <p>A directory that does not know the newest starts is behind: it sends nothing and ends. Of two
 * that run, the one whose directory has been moved more often ends: the original, which nobody
 * watches, never does. Where the counts are equal both keep their exits and hold their entries.
 */
public final class CopyWatch implements OtherStarts.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(CopyWatch.class);

  private final StartContext context;
  private final InstantSource clock;
  private final Consumer<String> alerts;
  private InstallationFile file;
  private GatewayServer gateway;
  private String behind;
  private EntryPause hold;

  /**
   * @param file with the tag of this start as its last one
   * @param clock the watchers' clock
   */
  public CopyWatch(
      StartContext context, InstallationFile file, InstantSource clock, Consumer<String> alerts) {
    this.context = context;
    this.file = file;
    this.clock = clock;
    this.alerts = alerts;
  }

  /** Passes the gateway, whose orders end or wait when another runtime is met. */
  public synchronized void use(GatewayServer started) {
    gateway = started;
    if (behind != null) {
      gateway.stopOrdering();
    }
  }

  /**
   * Refuses a directory that is behind.
   *
   * @throws OwnedElsewhereException that names an order of the start that it does not know
   */
  synchronized void requireNewest() {
    if (behind != null) {
      throw new OwnedElsewhereException(behind);
    }
  }

  /** Lets entries order again, unless another runtime orders too. */
  synchronized void release(GatewayServer compared) {
    if (hold == null) {
      compared.release();
    } else {
      compared.hold(hold);
    }
  }

  @Override
  public synchronized void unknown(ClientOrderId id, Order order) {
    if (context.options().takeOver()) {
      keep(file.adopted(id.tag()));
      return;
    }
    behind =
        "state directory %s is older than another one of its installation: it does not know the start that sent order %s at %s (expected: a start of the newest directory; where that one is lost, --take-over goes on here with its orders)"
            .formatted(context.directory().folder(), id, order.submittedAt());
    if (gateway != null) {
      gateway.stopOrdering();
    }
  }

  @Override
  public synchronized void met(ClientOrderId id, Order order) {
    int ours = StartTag.moves(file.tag());
    int theirs = StartTag.moves(id.tag());
    String words =
        "another runtime on a copy of state directory %s orders for this account: order %s, sent at %s"
            .formatted(context.directory().folder(), id, order.submittedAt());
    keep(file.met(id.tag(), order.submittedAt()));
    if (ours > theirs) {
      gateway.stopOrdering();
      context
          .shutdown()
          .endFor(
              new OwnedElsewhereException(
                  words + "; this directory was moved more often, so this runtime ends"));
    } else if (ours < theirs) {
      alerts.accept(words + "; that directory was moved more often, this runtime goes on");
    } else {
      String waiting = words + "; entries wait and exits go on until one of the two is ended";
      hold = new EntryPause(PauseScope.EVERYTHING, waiting, clock.instant(), null);
      gateway.hold(hold);
      alerts.accept(waiting);
    }
  }

  /** A file that cannot be written changes nothing now: the tag is met again after a restart. */
  private void keep(InstallationFile changed) {
    file = changed;
    try {
      changed.write(context.directory());
    } catch (StateException e) {
      LOG.error("The tag of another start is not kept: {}", e.getMessage());
    }
  }
}
