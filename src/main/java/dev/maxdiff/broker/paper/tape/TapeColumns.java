package dev.maxdiff.broker.paper.tape;

import dev.maxdiff.domain.Symbol;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Collects trades for a {@link MarketTape} in columns of primitives, so that no object per trade
 * stays in memory.
 */
final class TapeColumns {

  private static final int FIRST_CAPACITY = 4_096;

  private final Map<Symbol, Integer> numbers = new LinkedHashMap<>();
  private long[] times = new long[FIRST_CAPACITY];
  private int[] symbolOf = new int[FIRST_CAPACITY];
  private long[] prices = new long[FIRST_CAPACITY];
  private long[] sizes = new long[FIRST_CAPACITY];
  private int size;
  private boolean ordered = true;

  void add(Trade trade) {
    if (size == times.length) {
      resize(2 * size);
    }
    times[size] = trade.at().toEpochMilli();
    symbolOf[size] = numbers.computeIfAbsent(trade.symbol(), symbol -> numbers.size());
    prices[size] = MarketTape.scaled(trade.price());
    sizes[size] = MarketTape.scaled(trade.size());
    ordered &= size == 0 || times[size - 1] <= times[size];
    size++;
  }

  /** Reverses the trades, so that those of one instant are in the order in which they were made. */
  void reverse() {
    resize(size);
    for (int i = 0, j = size - 1; i < j; i++, j--) {
      swap(times, i, j);
      swap(prices, i, j);
      swap(sizes, i, j);
      int symbol = symbolOf[i];
      symbolOf[i] = symbolOf[j];
      symbolOf[j] = symbol;
    }
    ordered = false; // sorted when finished
  }

  /** Completes the columns: sorts by time; trades of one instant keep their order. */
  void finish() {
    resize(size);
    if (!ordered) {
      int[] order =
          IntStream.range(0, size)
              .boxed()
              .sorted(Comparator.comparingLong(i -> times[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      times = in(order, times);
      prices = in(order, prices);
      sizes = in(order, sizes);
      int[] unsorted = symbolOf;
      symbolOf = Arrays.stream(order).map(i -> unsorted[i]).toArray();
    }
    List<Symbol> sorted = symbols();
    int[] renumbered = numbers.keySet().stream().mapToInt(sorted::indexOf).toArray();
    Arrays.setAll(symbolOf, i -> renumbered[symbolOf[i]]);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The symbols, sorted; {@link #symbolOf} has indexes into this list. */
  List<Symbol> symbols() {
    return List.copyOf(new TreeSet<>(numbers.keySet()));
  }

  /** Milliseconds since 1970. */
  long[] times() {
    return times;
  }

  int[] symbolOf() {
    return symbolOf;
  }

  long[] prices() {
    return prices;
  }

  long[] sizes() {
    return sizes;
  }

  private void resize(int capacity) {
    times = Arrays.copyOf(times, capacity);
    symbolOf = Arrays.copyOf(symbolOf, capacity);
    prices = Arrays.copyOf(prices, capacity);
    sizes = Arrays.copyOf(sizes, capacity);
  }

  private static void swap(long[] column, int i, int j) {
    long kept = column[i];
    column[i] = column[j];
    column[j] = kept;
  }

  private static long[] in(int[] order, long[] column) {
    return Arrays.stream(order).mapToLong(i -> column[i]).toArray();
  }
}
