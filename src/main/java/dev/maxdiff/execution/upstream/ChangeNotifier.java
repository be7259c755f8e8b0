package dev.maxdiff.execution.upstream;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Numbers the changes at the broker by key and completes the long polls that wait for them.
 *
 * <p>Each change of a key has a number higher than all before; numbers restart with each runtime.
 * No change is lost between two polls: a request with an older number is answered at once.
 * Thread-safe; never blocks.
 */
public final class ChangeNotifier {

  private final Map<WatcherKey, Long> ofKeys = new HashMap<>();
  private final Map<Symbol, Long> ofSymbols = new HashMap<>();
  private final Map<WatcherKey, Set<CompletableFuture<Long>>> waiting = new HashMap<>();
  private long newest;
  private long ofAll;
  private boolean closed;
  private volatile BooleanSupplier streaming = () -> false;

  /**
   * Waits for a change of the key.
   *
   * @param after number that the caller knows; 0 = none
   * @param patience longest wait
   * @return the newest number of the key: at once if it differs from {@code after}, otherwise at
   *     the next change; {@code after} if no change comes in time
   */
  public CompletionStage<Long> await(WatcherKey key, long after, Duration patience) {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    synchronized (this) {
      long number = number(key);
      if (number != after || closed) {
        return CompletableFuture.completedFuture(number);
      }
      waiting.computeIfAbsent(key, first -> new HashSet<>()).add(answer);
    }
    return answer
        .completeOnTimeout(after, patience.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete((number, failure) -> forget(key, answer));
  }

  private long number(WatcherKey key) {
    long ofSymbol = ofSymbols.getOrDefault(key.symbol(), 0L);
    return Math.max(ofAll, Math.max(ofSymbol, ofKeys.getOrDefault(key, 0L)));
  }

  private synchronized void forget(WatcherKey key, CompletableFuture<Long> answer) {
    Set<CompletableFuture<Long>> others = waiting.get(key);
    if (others != null && others.remove(answer) && others.isEmpty()) {
      waiting.remove(key);
    }
  }

  public void of(WatcherKey key) {
    List<CompletableFuture<Long>> woken;
    synchronized (this) {
      ofKeys.put(key, ++newest);
      woken = List.copyOf(waiting.getOrDefault(key, Set.of()));
    }
    woken.forEach(answer -> answer.complete(newest(key)));
  }

  public void of(Symbol symbol) {
    synchronized (this) {
      ofSymbols.put(symbol, ++newest);
    }
    notifyWaiters(symbol);
  }

  /** Marks every key as changed, after an interruption of the trade stream. */
  public void everywhere() {
    synchronized (this) {
      ofAll = ++newest;
    }
    notifyWaiters(null);
  }

  /** Completes all waiting requests; later requests are answered at once. */
  public void close() {
    synchronized (this) {
      closed = true;
    }
    notifyWaiters(null);
  }

  private void notifyWaiters(Symbol symbol) {
    Map<CompletableFuture<Long>, WatcherKey> woken = new HashMap<>();
    synchronized (this) {
      waiting.forEach(
          (key, answers) -> {
            if (symbol == null || key.symbol().equals(symbol)) {
              new ArrayList<>(answers).forEach(answer -> woken.put(answer, key));
            }
          });
    }
    woken.forEach((answer, key) -> answer.complete(newest(key)));
  }

  private synchronized long newest(WatcherKey key) {
    return number(key);
  }

  /**
   * @param source whether the trade stream reports every change at the moment
   */
  public void useTradeStream(BooleanSupplier source) {
    streaming = source;
  }

  /** Whether the trade stream reports every change at the moment. */
  public boolean areStreamed() {
    return streaming.getAsBoolean();
  }

  synchronized int waiting() {
    return waiting.values().stream().mapToInt(Set::size).sum();
  }
}
