package dev.maxdiff.control.events;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events to all listeners in the order of publication, on one thread of its own.
 *
 * <p>Thread-safe. A publisher never waits: if the buffer of a listener is full, further events are
 * dropped, and an event with their number precedes the next delivery. Recent events are kept for
 * later readers.
 */
public final class EventBus implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

  private static final class Subscription {
    final Consumer<RuntimeEvent> listener;
    final Deque<RuntimeEvent> waiting = new ArrayDeque<>();
    int missed;

    Subscription(Consumer<RuntimeEvent> listener) {
      this.listener = listener;
    }
  }

  private record Delivery(Consumer<RuntimeEvent> listener, RuntimeEvent event) {}

  private final int listenerBuffer;
  private final int recentLimit;
  private final Object lock = new Object();
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final Deque<RuntimeEvent> recent = new ArrayDeque<>();
  private final Map<RuntimeEvent.Kind, Long> counts = new EnumMap<>(RuntimeEvent.Kind.class);
  private final Thread deliveryThread;
  private boolean closed;

  /**
   * Starts the delivery thread.
   *
   * @param listenerBuffer maximum number of events that wait for one listener; further events are
   *     dropped
   * @param recentEvents number of events that {@link #recent} returns at most
   */
  public EventBus(int listenerBuffer, int recentEvents) {
    this.listenerBuffer = listenerBuffer;
    this.recentLimit = recentEvents;
    this.deliveryThread = new Thread(this::deliverUntilClosed, "maxdiff-happenings");
    deliveryThread.setDaemon(true);
    deliveryThread.start();
  }

  /** Returns at once; after {@link #close} the event is counted but not delivered. */
  public void publish(RuntimeEvent event) {
    requireNonNull(event, "event");
    synchronized (lock) {
      if (recent.size() == recentLimit) {
        recent.removeFirst();
      }
      recent.addLast(event);
      counts.merge(event.kind(), 1L, Long::sum);
      if (!closed) {
        subscriptions.forEach(subscription -> offer(subscription, event));
        lock.notifyAll();
      }
    }
  }

  /**
   * Passes every later event to {@code listener} on the thread of the bus; it must not block.
   *
   * @return ends the subscription and drops its waiting events
   */
  public AutoCloseable subscribe(Consumer<RuntimeEvent> listener) {
    Subscription subscription = new Subscription(requireNonNull(listener, "listener"));
    subscriptions.add(subscription);
    return () -> subscriptions.remove(subscription);
  }

  /** Returns the number of published events of each kind, delivered or not. */
  public Map<RuntimeEvent.Kind, Long> counts() {
    synchronized (lock) {
      return Map.copyOf(counts);
    }
  }

  /** Returns the most recent events, oldest first. */
  public List<RuntimeEvent> recent() {
    synchronized (lock) {
      return List.copyOf(recent);
    }
  }

  /** Delivers waiting events for 1 s at most, then ends the thread. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    try {
      deliveryThread.join(CLOSE_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deliveryThread.interrupt();
  }

  private void offer(Subscription subscription, RuntimeEvent event) {
    if (subscription.waiting.size() >= listenerBuffer) {
      subscription.missed++;
      return;
    }
    if (subscription.missed > 0) {
      subscription.waiting.addLast(missed(subscription.missed, event));
      subscription.missed = 0;
    }
    subscription.waiting.addLast(event);
  }

  private static RuntimeEvent missed(int count, RuntimeEvent next) {
    String words = count + " happenings were missed here: the listener was too slow";
    return new RuntimeEvent(next.at(), RuntimeEvent.Kind.ALERT, null, 0, null, null, words);
  }

  private void deliverUntilClosed() {
    try {
      for (List<Delivery> next = take(); !next.isEmpty(); next = take()) {
        next.forEach(EventBus::deliver);
      }
    } catch (InterruptedException e) {
      LOG.warn("A listener held up the happenings; the last ones were not told");
    }
  }

  /** Returns one delivery for each listener with a waiting event; empty after the last delivery. */
  private List<Delivery> take() throws InterruptedException {
    synchronized (lock) {
      while (true) {
        List<Delivery> next = new ArrayList<>();
        for (Subscription subscription : subscriptions) {
          RuntimeEvent first = subscription.waiting.pollFirst();
          if (first != null) {
            next.add(new Delivery(subscription.listener, first));
          }
        }
        if (!next.isEmpty() || closed) {
          return next;
        }
        lock.wait();
      }
    }
  }

  private static void deliver(Delivery delivery) {
    try {
      delivery.listener.accept(delivery.event);
    } catch (RuntimeException e) {
      LOG.warn("A listener failed on \"{}\"", delivery.event.words(), e);
    }
  }
}
