/** The guardian of every actor system of this program, and the port by which parts spawn actors. */
package dev.maxdiff.actors;
