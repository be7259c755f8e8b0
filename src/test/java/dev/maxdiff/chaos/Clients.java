package dev.maxdiff.chaos;

import dev.maxdiff.control.StopAnswer;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.UnavailableException;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.http.NoRuntimeException;
import dev.maxdiff.http.RuntimeClient;
import dev.maxdiff.http.RuntimeHungException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Ask the runtime what the schedule says, side by side, and write down the answers.
 *
 * <p>A key belongs to one client, who asks one thing after the other; the shared keys belong to
 * all.
 */
final class Clients implements AutoCloseable {

  private static final int COUNT = 6;

  /** How long after a client has given up a wish could still be on its way to a frozen runtime. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(30);

  private final WishRecord ledger;
  private final UpTime upTime;
  private final Supplier<RuntimeClient> runtime;
  private final Violations violations;
  private final List<Thread> threads = new ArrayList<>();

  Clients(
      WishRecord ledger, UpTime upTime, Supplier<RuntimeClient> runtime, Violations violations) {
    this.ledger = ledger;
    this.upTime = upTime;
    this.runtime = runtime;
    this.violations = violations;
  }

  void start(List<ChaosStep> schedule) {
    List<List<ChaosStep>> parts = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      parts.add(new ArrayList<>());
    }
    for (int i = 0; i < schedule.size(); i++) {
      if (schedule.get(i).deed() instanceof Deed.Ask ask) {
        boolean shared = ChaosSchedule.isShared(ask.slot().key());
        int client = Math.floorMod(shared ? i : ask.slot().key().hashCode(), COUNT);
        parts.get(client).add(schedule.get(i));
      }
    }
    parts.forEach(part -> start(() -> askAll(part)));
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work, "client-" + threads.size());
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void askAll(List<ChaosStep> steps) {
    try {
      for (ChaosStep step : steps) {
        if (!upTime.enter(step.at())) {
          return;
        }
        try {
          ledger.add(ask((Deed.Ask) step.deed()));
        } finally {
          upTime.leave();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the run is over
    }
  }

  private WishRecord.Entry ask(Deed.Ask ask) {
    long sent = System.nanoTime();
    try {
      return ask instanceof Deed.Want want
          ? answered(want, sent, joined(runtime.get().want(want.wish())))
          : answered((Deed.Withdraw) ask, sent);
    } catch (NoRuntimeException | InvalidValueException | UnavailableException e) {
      return entry(ask, sent, WishRecord.Result.REFUSED, 0);
    } catch (RuntimeHungException e) {
      long ended = System.nanoTime() + ON_ITS_WAY.toNanos();
      return new WishRecord.Entry(ask, sent, ended, WishRecord.Result.UNKNOWN, 0);
    } catch (RuntimeException e) { // broken off: whatever was on its way died with the runtime
      return entry(ask, sent, WishRecord.Result.UNKNOWN, 0);
    }
  }

  private WishRecord.Entry answered(Deed.Want want, long sent, WishAnswer answer) {
    return switch (answer.outcome()) {
      case STARTED, REPLACED -> taken(want, sent, answer);
      case EXTENDED, UNCHANGED ->
          entry(want, sent, WishRecord.Result.ACKNOWLEDGED, answer.generation());
      case SUPERSEDED -> overtaken(want, sent, answer);
      case DENIED -> entry(want, sent, WishRecord.Result.REFUSED, 0);
      case UNRESOLVED -> entry(want, sent, WishRecord.Result.UNKNOWN, 0);
    };
  }

  /** What certainly stands already is not started once more. */
  private WishRecord.Entry taken(Deed.Want want, long sent, WishAnswer answer) {
    Set<Optional<Expected>> before = ledger.allowed(want.slot());
    if (!ChaosSchedule.isShared(want.slot().key())
        && before.equals(Set.of(Optional.of(Expected.of(want.wish()))))) {
      violations.add("P3", want.slot() + " stood already, and was started: " + answer.words());
    }
    return entry(want, sent, WishRecord.Result.ACKNOWLEDGED, answer.generation());
  }

  /** Nobody but its own client can have overtaken a wish for a key that is not shared. */
  private WishRecord.Entry overtaken(Deed.Want want, long sent, WishAnswer answer) {
    if (!ChaosSchedule.isShared(want.slot().key())) {
      violations.add("P2", want.slot() + " was overtaken by nobody: " + answer.words());
    }
    return entry(want, sent, WishRecord.Result.OVERTAKEN, 0);
  }

  private WishRecord.Entry answered(Deed.Withdraw withdraw, long sent) {
    SlotId slot = withdraw.slot();
    List<StopAnswer> answers =
        joined(
            runtime
                .get()
                .stop(
                    new StopRequest(
                        slot.key().symbol(),
                        slot.key().side(),
                        slot.key().strategy(),
                        slot.slot(),
                        false)));
    boolean done =
        answers.stream().filter(answer -> answer.slot() != null).allMatch(StopAnswer::done);
    return entry(
        withdraw, sent, done ? WishRecord.Result.ACKNOWLEDGED : WishRecord.Result.UNKNOWN, 0);
  }

  private static WishRecord.Entry entry(
      Deed.Ask ask, long sent, WishRecord.Result result, long generation) {
    return new WishRecord.Entry(ask, sent, System.nanoTime(), result, generation);
  }

  private static <T> T joined(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
