package dev.maxdiff.execution.ledger;

import dev.maxdiff.broker.Order;
import java.math.BigDecimal;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * The quantity that the open orders of one side may still fill. An order and its replacement count
 * once, with the larger quantity, because only one of them can fill. Immutable.
 *
 * @param byChain open quantities by chain and order
 */
record OpenChains(HashPMap<String, TreePMap<String, BigDecimal>> byChain, BigDecimal total) {

  static final OpenChains NONE = new OpenChains(HashTreePMap.empty(), BigDecimal.ZERO);

  OpenChains plus(String chain, Order order) {
    return with(chain, chain(chain).plus(order.id(), order.remaining()));
  }

  OpenChains minus(String chain, Order order) {
    return with(chain, chain(chain).minus(order.id()));
  }

  private TreePMap<String, BigDecimal> chain(String chain) {
    return byChain.getOrDefault(chain, TreePMap.empty());
  }

  private OpenChains with(String chain, TreePMap<String, BigDecimal> next) {
    BigDecimal sum = total.subtract(largest(chain(chain))).add(largest(next));
    return new OpenChains(next.isEmpty() ? byChain.minus(chain) : byChain.plus(chain, next), sum);
  }

  private static BigDecimal largest(TreePMap<String, BigDecimal> chain) {
    return chain.values().stream().reduce(BigDecimal.ZERO, BigDecimal::max);
  }
}
