package dev.maxdiff.supervision.wishes;

/**
 * The outcome that a wish would have.
 *
 * @param isHeld whether an operator holds its slot against its client
 */
public record WishOutlook(WishOutcome outcome, boolean isHeld) {}
