/** Watcher files: their content, their only writer, and the folder that holds them. */
package dev.maxdiff.state.files;
