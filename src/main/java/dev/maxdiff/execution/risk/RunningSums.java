package dev.maxdiff.execution.risk;

import java.math.BigDecimal;

/**
 * The amounts that the entries of a queue still need, by place, with the sums over their places.
 *
 * <p>A binary trie over the places; each node knows the sum and the smallest amount below it.
 * Amounts that all fit, and amounts of which none fits, cost one step together, however many they
 * are. Immutable.
 */
final class RunningSums {

  static final RunningSums EMPTY = new RunningSums(null, 1);

  private final Node root; // null = no amount
  private final long size; // number of places below the root, a power of two

  /**
   * @param low the places of the lower half; null = none
   * @param high the places of the upper half; null = none
   */
  private record Node(BigDecimal sum, BigDecimal smallest, Node low, Node high) {

    static Node leaf(BigDecimal amount) {
      return new Node(amount, amount, null, null);
    }

    static Node of(Node low, Node high) {
      if (low == null || high == null) {
        Node one = low == null ? high : low;
        return one == null ? null : new Node(one.sum, one.smallest, low, high);
      }
      return new Node(low.sum.add(high.sum), low.smallest.min(high.smallest), low, high);
    }
  }

  private RunningSums(Node root, long size) {
    this.root = root;
    this.size = size;
  }

  /**
   * Returns the sums with another amount at this place; 0 takes it out.
   *
   * @param place from 0
   */
  RunningSums with(long place, BigDecimal amount) {
    if (place >= size) {
      return new RunningSums(Node.of(root, null), size * 2).with(place, amount);
    }
    return new RunningSums(with(root, size, place, amount), size);
  }

  private static Node with(Node node, long size, long place, BigDecimal amount) {
    if (size == 1) {
      return amount.signum() == 0 ? null : Node.leaf(amount);
    }
    long half = size / 2;
    Node low = node == null ? null : node.low;
    Node high = node == null ? null : node.high;
    return place < half
        ? Node.of(with(low, half, place, amount), high)
        : Node.of(low, with(high, half, place - half, amount));
  }

  /**
   * Returns the money that the places before this one leave: each takes its amount in turn, or
   * nothing if its amount exceeds what the earlier ones have left.
   */
  BigDecimal left(BigDecimal money, long before) {
    return left(root, size, money, before);
  }

  private static BigDecimal left(Node node, long size, BigDecimal money, long before) {
    if (node == null || before <= 0 || node.smallest.compareTo(money) > 0) {
      return money;
    }
    if (before >= size && node.sum.compareTo(money) <= 0) {
      return money.subtract(node.sum);
    }
    long half = size / 2;
    return left(node.high, half, left(node.low, half, money, before), before - half);
  }
}
