/**
 * The journal: the port {@code JournalStore} with its reader and its stored names, and the engine
 * behind it. Classes whose names begin with {@code H2} are the engine; only {@code JournalStore.of}
 * names it.
 */
package dev.maxdiff.state.journal;
