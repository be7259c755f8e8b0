/** Everything an operator, a session or a harness can ask for; plain Java. */
package dev.maxdiff.control;
