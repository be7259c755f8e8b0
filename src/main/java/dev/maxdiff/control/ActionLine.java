package dev.maxdiff.control;

/**
 * One line of a command's result: an action, a finding or a failure.
 *
 * @param done false if an operator has to act
 */
public record ActionLine(boolean done, String words) {}
