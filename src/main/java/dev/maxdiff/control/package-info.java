/**
 * Everything that an operator, a session or a harness can ask of a running runtime; plain Java, no
 * Akka type.
 */
package dev.maxdiff.control;
