/** The journal: database, stored names, reader, and Akka's configuration for it. */
package dev.maxdiff.state.journal;
