package dev.maxdiff.broker;

import java.util.List;

/**
 * The positions of one read. A position that cannot be read never makes the others unreadable
 * (promise P14).
 */
public record PositionList(List<Position> positions, List<OpaquePosition> opaque) {

  public PositionList {
    positions = List.copyOf(positions);
    opaque = List.copyOf(opaque);
  }

  /** Returns a list in which every position has been read. */
  public static PositionList of(List<Position> positions) {
    return new PositionList(positions, List.of());
  }
}
