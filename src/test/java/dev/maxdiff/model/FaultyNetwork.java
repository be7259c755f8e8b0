package dev.maxdiff.model;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.paper.faults.Fault;
import dev.maxdiff.broker.paper.faults.PlannedFaults;
import dev.maxdiff.replay.ExchangeNetwork;
import dev.maxdiff.replay.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A network with the faults of a plan, behind the behaviour of {@code AlpacaBroker}: its retries of
 * reads, its timeout and its kinds of failure.
 */
final class FaultyNetwork implements ExchangeNetwork {

  private static final int GET_ATTEMPTS = 3;
  private static final Duration TIME_OUT = Duration.ofSeconds(2);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(250);

  private final Simulation simulation;
  private final Timeline timeline;
  private final PlannedFaults faults;
  private final SentAudit audit;

  FaultyNetwork(Simulation simulation, Timeline timeline, PlannedFaults faults, SentAudit audit) {
    this.simulation = simulation;
    this.timeline = timeline;
    this.faults = faults;
    this.audit = audit;
  }

  @Override
  public <T> T send(String method, String path, Supplier<T> process) {
    SentAudit.Sender sender = new SentAudit.Sender(simulation.asker(), timeline.instant());
    for (int attempt = 1; ; attempt++) {
      try {
        return once(new Request<>(method, path, () -> audit.of(sender, process)));
      } catch (BrokerException e) {
        boolean repeated =
            method.equals("GET") && e.failure() == Failure.UNRESOLVED && attempt < GET_ATTEMPTS;
        if (!repeated) {
          throw e;
        }
        timeline.pass(RETRY_PAUSE);
      }
    }
  }

  private <T> T once(Request<T> request) {
    String call = request.call();
    simulation.between(call);
    timeline.pass(simulation.transitTime(call));
    Optional<Fault> fault = faults.ofRequest(request.method, request.path);
    fault.ifPresent(struck -> simulation.onFault(call, struck));
    T answer = fault.isEmpty() ? request.process.get() : answer(fault.get(), request);
    timeline.pass(simulation.transitTime(call));
    simulation.between(call + " answered");
    return answer;
  }

  private <T> T answer(Fault fault, Request<T> request) {
    if (fault instanceof Fault.ClockOff
        || fault instanceof Fault.EmptyList
        || fault instanceof Fault.HalfList) {
      return changed(fault, request.process.get());
    } else if (fault instanceof Fault.Delay delay) {
      return delayed(delay.by(), request);
    } else if (fault instanceof Fault.AnswerLate answer) {
      return late(answer.by(), request);
    } else if (fault instanceof Fault.Error error) {
      throw refused(error, request);
    } else if (!(fault instanceof Fault.Close)) {
      request.processUnanswered(); // drop-answer, cut, malformed
    }
    Failure failure = fault instanceof Fault.Malformed ? Failure.MALFORMED : Failure.UNRESOLVED;
    throw new BrokerException(failure, 0, 0, request.call() + ": " + fault.name());
  }

  /** The answer as the fault changes it; an answer of another kind is left as it is. */
  @SuppressWarnings("unchecked") // a list stays a list of the same type, and so on
  private static <T> T changed(Fault fault, T answer) {
    if (fault instanceof Fault.ClockOff off && answer instanceof MarketClock clock) {
      return (T)
          new MarketClock(
              clock.at().plus(off.by()), clock.isOpen(), clock.nextOpen(), clock.nextClose());
    } else if (fault instanceof Fault.HalfList && answer instanceof List<?> list) {
      return (T) list.subList(0, list.size() / 2);
    } else if (fault instanceof Fault.EmptyList && answer instanceof List<?>) {
      return (T) List.of();
    } else if (fault instanceof Fault.EmptyList && answer instanceof Map<?, ?>) {
      return (T) Map.of();
    }
    return answer;
  }

  private <T> T delayed(Duration by, Request<T> request) {
    if (by.compareTo(TIME_OUT) < 0) {
      timeline.pass(by);
      return request.process.get();
    }
    if (!request.method.equals("GET")) {
      timeline.schedule(by, Timeline.Rank.EXCHANGE, "", request::processUnanswered);
    }
    throw timedOut(request);
  }

  private <T> T late(Duration by, Request<T> request) {
    if (by.compareTo(TIME_OUT) < 0) {
      T answer = request.process.get();
      timeline.pass(by);
      return answer;
    }
    request.processUnanswered();
    throw timedOut(request);
  }

  private BrokerException timedOut(Request<?> request) {
    timeline.pass(TIME_OUT);
    return new BrokerException(
        Failure.UNRESOLVED, 0, 0, request.call() + ": no answer (timed out)");
  }

  private static BrokerException refused(Fault.Error error, Request<?> request) {
    if (error.processed()) {
      request.processUnanswered();
    }
    boolean read = request.method.equals("GET");
    Failure failure =
        switch (error.status()) {
          case 401 -> Failure.UNAUTHORIZED;
          case 403 -> read ? Failure.UNAUTHORIZED : Failure.REJECTED;
          case 404 -> Failure.NOT_FOUND;
          case 429 -> Failure.RATE_LIMITED;
          default -> error.status() >= 500 ? Failure.UNRESOLVED : Failure.REJECTED;
        };
    return new BrokerException(
        failure,
        error.status(),
        error.code(),
        request.call() + ": " + error.status() + " " + error.message());
  }

  private record Request<T>(String method, String path, Supplier<T> process) {

    String call() {
      return method + " " + path;
    }

    /** Processes the request; the response is lost. */
    void processUnanswered() {
      try {
        T unused = process.get();
      } catch (BrokerException e) {
        // the exchange rejected the request, and the response is lost
      }
    }
  }
}
