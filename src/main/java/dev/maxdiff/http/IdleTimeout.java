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
 * Stands between a connection and its handler, and closes the connection when nothing was asked for
 * a while, or when what was asked cannot be answered any more: its body never ends. An answer that
 * was given is written to its end, however slowly its client reads.
 *
 * <p>Akka's own limit takes a long wait for an answer for idleness, and looks at each connection
 * once a second; this one sleeps until the time may be over.
 */
final class IdleTimeout
    extends GraphStage<BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse>> {

  private final Inlet<HttpRequest> asked = Inlet.create("IdleLimit.asked");
  private final Outlet<HttpRequest> handled = Outlet.create("IdleLimit.handled");
  private final Inlet<HttpResponse> answered = Inlet.create("IdleLimit.answered");
  private final Outlet<HttpResponse> written = Outlet.create("IdleLimit.written");
  private final BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse> shape =
      BidiShape.of(asked, handled, answered, written);
  private final Duration limit;
  private final Duration longest;

  /**
   * @param limit without a request under way
   * @param longest that a request can be under way
   */
  IdleTimeout(Duration limit, Duration longest) {
    this.limit = limit;
    this.longest = longest;
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

    private int underway;
    private long changedAt = System.nanoTime();

    private Logic() {
      super(shape);
      pass(
          asked,
          handled,
          () -> {
            underway++;
            changedAt = System.nanoTime();
            push(handled, grab(asked));
          });
      pass(
          answered,
          written,
          () -> {
            underway--;
            changedAt = System.nanoTime();
            push(written, grab(answered));
          });
    }

    /** Each direction ends by itself: a client may close its half, and still be answered. */
    private <T> void pass(Inlet<T> in, Outlet<T> out, Runnable pushed) {
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              pushed.run();
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
      scheduleOnce("idle", limit);
    }

    @Override
    public void onTimer(Object timer) {
      Duration patience = underway > 0 ? longest : limit;
      Duration left = patience.minusNanos(System.nanoTime() - changedAt);
      if (left.isZero() || left.isNegative()) {
        completeStage();
      } else {
        scheduleOnce(timer, left.compareTo(limit) < 0 ? left : limit);
      }
    }
  }
}
