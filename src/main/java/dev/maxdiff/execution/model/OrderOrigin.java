package dev.maxdiff.execution.model;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.SlotId;

/**
 * What the ids of all orders of one start begin with.
 *
 * @param installation names the state directory, 6 letters or digits
 * @param tag of the start, 3 of a-z and 0-9; empty = the ids have none
 */
public record OrderOrigin(String installation, String tag) {

  public OrderOrigin {
    ClientOrderId.checkInstallation(installation);
    requireNonNull(tag, "tag");
  }

  /** Returns the origin of orders whose ids have no tag. */
  public static OrderOrigin untagged(String installation) {
    return new OrderOrigin(installation, "");
  }

  /** Returns the id of an order of this start. */
  public ClientOrderId id(SlotId slot, long generation, long n) {
    return new ClientOrderId(installation, tag, slot, generation, n);
  }
}
