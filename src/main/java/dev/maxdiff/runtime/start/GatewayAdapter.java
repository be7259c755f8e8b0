package dev.maxdiff.runtime.start;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.gateway.GatewayServer;
import dev.maxdiff.supervision.OrderAuthority;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Ends the authority to order at the gateway, and reports orders that stay open. */
final class GatewayAdapter implements OrderAuthority {

  private final GatewayServer gateway;
  private final Duration cancelTimeout;
  private final Consumer<String> alerts;

  GatewayAdapter(GatewayServer gateway, Duration cancelTimeout, Consumer<String> alerts) {
    this.gateway = gateway;
    this.cancelTimeout = cancelTimeout;
    this.alerts = alerts;
  }

  @Override
  public long newestGeneration(SlotId slot) {
    return gateway.newestGeneration(slot);
  }

  @Override
  public Optional<BigDecimal> bought(SlotId slot, long first, long last) {
    return gateway.bought(slot, first, last);
  }

  @Override
  public Optional<Boolean> wasClosed(SlotId entry, long first, long last, BigDecimal step) {
    return gateway.wasClosed(entry, first, last, step);
  }

  @Override
  public void retire(SlotId slot, long generation) {
    gateway.retire(slot, generation);
  }

  @Override
  public void withdraw(SlotId slot, boolean keepOrders) {
    gateway.withdraw(slot);
    if (keepOrders) {
      return;
    }
    gateway
        .cancelOrders(Set.of(slot), cancelTimeout)
        .thenAccept(
            left ->
                left.forEach(
                    order ->
                        alerts.accept(
                            slot
                                + ": order "
                                + order.clientOrderId()
                                + " could not be confirmed as cancelled")));
  }
}
