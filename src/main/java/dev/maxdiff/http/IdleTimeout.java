package dev.maxdiff.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.Attributes;
import akka.stream.BidiShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import java.time.Duration;

/**
 * Closes a connection that has had no request for {@code idleLimit}, or whose request in flight is
 * older than {@code busyLimit}, for example because its body never ends. A started response is
 * written to its end, even if the client reads slowly.
 *
 * <p>Akka's own idle timeout also counts the wait for a response and checks each connection once
 * per second; this stage sets one timer for the earliest possible end.
 */
final class IdleTimeout
    extends GraphStage<BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse>> {

  private final Inlet<HttpRequest> requestIn = Inlet.create("IdleTimeout.requestIn");
  private final Outlet<HttpRequest> requestOut = Outlet.create("IdleTimeout.requestOut");
  private final Inlet<HttpResponse> responseIn = Inlet.create("IdleTimeout.responseIn");
  private final Outlet<HttpResponse> responseOut = Outlet.create("IdleTimeout.responseOut");
  private final BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse> shape =
      BidiShape.of(requestIn, requestOut, responseIn, responseOut);
  private final Duration idleLimit;
  private final Duration busyLimit;

  /**
   * @param idleLimit maximum time without a request in flight
   * @param busyLimit maximum time of a request in flight
   */
  IdleTimeout(Duration idleLimit, Duration busyLimit) {
    this.idleLimit = idleLimit;
    this.busyLimit = busyLimit;
  }

  @Override
  public BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {

    private int inFlight;
    private long changedAt = System.nanoTime();

    private Logic() {
      super(shape);
      pass(
          requestIn,
          requestOut,
          () -> {
            inFlight++;
            changedAt = System.nanoTime();
            push(requestOut, grab(requestIn));
          });
      pass(
          responseIn,
          responseOut,
          () -> {
            inFlight--;
            changedAt = System.nanoTime();
            push(responseOut, grab(responseIn));
          });
    }

    /**
     * Completes each direction separately: a client may close its output and still gets the
     * response.
     */
    private <T> void pass(Inlet<T> in, Outlet<T> out, Runnable onElement) {
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              onElement.run();
            }

            @Override
            public void onUpstreamFinish() {
              complete(out);
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
              fail(out, failure);
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(in);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              cancel(in, cause);
            }
          });
    }

    @Override
    public void preStart() {
      scheduleOnce("idle", idleLimit);
    }

    @Override
    public void onTimer(Object timer) {
      Duration allowed = inFlight > 0 ? busyLimit : idleLimit;
      Duration left = allowed.minusNanos(System.nanoTime() - changedAt);
      if (left.isZero() || left.isNegative()) {
        completeStage();
      } else {
        scheduleOnce(timer, left.compareTo(idleLimit) < 0 ? left : idleLimit);
      }
    }
  }
}
