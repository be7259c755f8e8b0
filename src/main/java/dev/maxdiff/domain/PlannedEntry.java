package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

/**
 * The entry of a plan row, to which an exit of the same row belongs: once the entry is done and the
 * key has been flat since, the row has no exit to send.
 *
 * @param limit price of the entry
 * @param quantity of the entry, base units
 */
public record PlannedEntry(PlannedTrade trade, Price limit, Quantity quantity) {

  public PlannedEntry {
    requireNonNull(trade, "trade");
    requireNonNull(limit, "limit");
    requireNonNull(quantity, "quantity");
  }
}
