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
 * Tells everyone who listens what happens, in the order of publication, on one thread of its own.
 *
 * <p>Thread-safe. A publisher never waits: a listener whose buffer is full misses happenings, and
 * is told how many before the next one. What happened last is kept for those who come later.
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

  private record Delivery(Consumer<RuntimeEvent> listener, RuntimeEvent happening) {}

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
   * @param listenerBuffer how many events wait for one listener; the oldest is dropped beyond it
   * @param recentEvents how many events {@link #recent} keeps
   */
  public EventBus(int listenerBuffer, int recentEvents) {
    this.listenerBuffer = listenerBuffer;
    this.recentLimit = recentEvents;
    this.deliveryThread = new Thread(this::deliverUntilClosed, "maxdiff-happenings");
    deliveryThread.setDaemon(true);
    deliveryThread.start();
  }

  /** Returns at once; after {@link #close} nobody is told any more. */
  public void publish(RuntimeEvent happening) {
    requireNonNull(happening, "happening");
    synchronized (lock) {
      if (recent.size() == recentLimit) {
        recent.removeFirst();
      }
      recent.addLast(happening);
      counts.merge(happening.kind(), 1L, Long::sum);
      if (!closed) {
        subscriptions.forEach(subscription -> offer(subscription, happening));
        lock.notifyAll();
      }
    }
  }

  /**
   * Tells {@code listener} everything from now on; it must not block, and runs on the hub's thread.
   *
   * @return ends the subscription; what still waits for it is dropped
   */
  public AutoCloseable subscribe(Consumer<RuntimeEvent> listener) {
    Subscription subscription = new Subscription(requireNonNull(listener, "listener"));
    subscriptions.add(subscription);
    return () -> subscriptions.remove(subscription);
  }

  /** How much of each kind was published, heard or not. */
  public Map<RuntimeEvent.Kind, Long> counts() {
    synchronized (lock) {
      return Map.copyOf(counts);
    }
  }

  /** The last happenings, oldest first. */
  public List<RuntimeEvent> recent() {
    synchronized (lock) {
      return List.copyOf(recent);
    }
  }

  /** Lets the listeners hear what waits for them, for a second at most, then ends the thread. */
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

  private void offer(Subscription subscription, RuntimeEvent happening) {
    if (subscription.waiting.size() >= listenerBuffer) {
      subscription.missed++;
      return;
    }
    if (subscription.missed > 0) {
      subscription.waiting.addLast(missed(subscription.missed, happening));
      subscription.missed = 0;
    }
    subscription.waiting.addLast(happening);
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

  /** One delivery for everyone who has one waiting; empty once closed and told. */
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
      delivery.listener.accept(delivery.happening);
    } catch (RuntimeException e) {
      LOG.warn("A listener failed on \"{}\"", delivery.happening.words(), e);
    }
  }
}
