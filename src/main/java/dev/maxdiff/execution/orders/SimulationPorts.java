package dev.maxdiff.execution.orders;

/**
 * What replaces the actor of an order manager on virtual time.
 *
 * @param journal outlives the order managers, as a journal outlives a killed runtime
 * @param scope around each request
 */
public record SimulationPorts(VirtualTime time, SimulatedJournal journal, RequestScope scope) {}
