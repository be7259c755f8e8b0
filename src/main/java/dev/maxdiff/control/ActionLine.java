package dev.maxdiff.control;

/**
 * One line of what a command has done, found, or could not do.
 *
 * @param done whether what it is about needs nobody's hand any more
 */
public record ActionLine(boolean done, String words) {}
