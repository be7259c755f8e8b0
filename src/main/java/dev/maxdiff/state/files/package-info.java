/** Watcher files: content, the only writer, the folder, and the state files of foreign watchers. */
package dev.maxdiff.state.files;
