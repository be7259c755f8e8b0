/** The state directory of a venue: lock, small files, settings. */
package dev.maxdiff.state;
