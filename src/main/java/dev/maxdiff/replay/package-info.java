/**
 * The shipped rules on virtual time: a clock with the queue of what is due, on one thread, without
 * actors, processes and requests. The same input gives the same sequence of actions in every JVM.
 */
package dev.maxdiff.replay;
