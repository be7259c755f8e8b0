/**
 * The requests that an operator, a session or a harness can send to a running runtime; plain Java,
 * without Akka types.
 */
package dev.maxdiff.control;
