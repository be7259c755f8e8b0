package dev.maxdiff.execution.decisions;

/**
 * The check of the daily loss at intervals: a resting entry may fill without a request.
 *
 * @param isReading whether a read of the account is under way; one is under way at a time
 * @param isUnread whether the last read has failed
 */
public record LossCheck(boolean isReading, boolean isUnread) {

  static final LossCheck NONE = new LossCheck(false, false);
}
