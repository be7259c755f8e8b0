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
 * Clients that send the requests of the schedule in parallel and record the results.
 *
 * <p>Each key belongs to one client, which sends one request after another; the shared keys belong
 * to all clients.
 */
final class Clients implements AutoCloseable {

  private static final int COUNT = 6;

  /** A stopped runtime may receive a request until this time after the client's time-out. */
  private static final Duration IN_TRANSIT = Duration.ofSeconds(30);

  private final RequestLog requests;
  private final ScheduleClock clock;
  private final Supplier<RuntimeClient> runtime;
  private final Violations violations;
  private final List<Thread> threads = new ArrayList<>();

  Clients(
      RequestLog requests,
      ScheduleClock clock,
      Supplier<RuntimeClient> runtime,
      Violations violations) {
    this.requests = requests;
    this.clock = clock;
    this.runtime = runtime;
    this.violations = violations;
  }

  void start(List<ChaosStep> schedule) {
    List<List<ChaosStep>> parts = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      parts.add(new ArrayList<>());
    }
    for (int i = 0; i < schedule.size(); i++) {
      if (schedule.get(i).action() instanceof ChaosAction.ClientRequest request) {
        boolean shared = ChaosSchedule.isShared(request.slot().key());
        int client = Math.floorMod(shared ? i : request.slot().key().hashCode(), COUNT);
        parts.get(client).add(schedule.get(i));
      }
    }
    parts.forEach(part -> start(() -> sendAll(part)));
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work, "client-" + threads.size());
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void sendAll(List<ChaosStep> steps) {
    try {
      for (ChaosStep step : steps) {
        if (!clock.enter(step.at())) {
          return;
        }
        try {
          requests.add(send((ChaosAction.ClientRequest) step.action()));
        } finally {
          clock.leave();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the run is over
    }
  }

  private RequestLog.Entry send(ChaosAction.ClientRequest request) {
    long sent = System.nanoTime();
    try {
      return request instanceof ChaosAction.SubmitWish want
          ? answered(want, sent, joined(runtime.get().want(want.wish())))
          : answered((ChaosAction.WithdrawWish) request, sent);
    } catch (NoRuntimeException | InvalidValueException | UnavailableException e) {
      return entry(request, sent, RequestLog.Result.REFUSED, 0);
    } catch (RuntimeHungException e) {
      long ended = System.nanoTime() + IN_TRANSIT.toNanos();
      return new RequestLog.Entry(request, sent, ended, RequestLog.Result.UNKNOWN, 0);
    } catch (RuntimeException e) { // connection lost: a request under way ended with the runtime
      return entry(request, sent, RequestLog.Result.UNKNOWN, 0);
    }
  }

  private RequestLog.Entry answered(ChaosAction.SubmitWish want, long sent, WishAnswer answer) {
    return switch (answer.outcome()) {
      case STARTED, REPLACED -> started(want, sent, answer);
      case EXTENDED, UNCHANGED ->
          entry(want, sent, RequestLog.Result.ACKNOWLEDGED, answer.generation());
      case SUPERSEDED -> superseded(want, sent, answer);
      case DONE, DENIED -> entry(want, sent, RequestLog.Result.REFUSED, 0);
      case UNRESOLVED -> entry(want, sent, RequestLog.Result.UNKNOWN, 0);
    };
  }

  /** A wish that certainly stands must not start a watcher again. */
  private RequestLog.Entry started(ChaosAction.SubmitWish want, long sent, WishAnswer answer) {
    Set<Optional<WishedOrder>> before = requests.allowed(want.slot());
    if (!ChaosSchedule.isShared(want.slot().key())
        && before.equals(Set.of(Optional.of(WishedOrder.of(want.wish()))))) {
      violations.add("P3", want.slot() + " stood and was started again: " + answer.words());
    }
    return entry(want, sent, RequestLog.Result.ACKNOWLEDGED, answer.generation());
  }

  /** Only its own client can supersede a wish for a key that is not shared. */
  private RequestLog.Entry superseded(ChaosAction.SubmitWish want, long sent, WishAnswer answer) {
    if (!ChaosSchedule.isShared(want.slot().key())) {
      violations.add("P2", want.slot() + " was superseded without a newer wish: " + answer.words());
    }
    return entry(want, sent, RequestLog.Result.SUPERSEDED, 0);
  }

  private RequestLog.Entry answered(ChaosAction.WithdrawWish withdraw, long sent) {
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
        withdraw, sent, done ? RequestLog.Result.ACKNOWLEDGED : RequestLog.Result.UNKNOWN, 0);
  }

  private static RequestLog.Entry entry(
      ChaosAction.ClientRequest request, long sent, RequestLog.Result result, long generation) {
    return new RequestLog.Entry(request, sent, System.nanoTime(), result, generation);
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
