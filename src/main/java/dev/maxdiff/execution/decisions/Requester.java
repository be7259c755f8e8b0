package dev.maxdiff.execution.decisions;

/** Waits for the answer of a task; the machine passes it on and knows nothing else of it. */
public interface Requester {}
