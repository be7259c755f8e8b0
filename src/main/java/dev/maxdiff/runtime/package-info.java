/**
 * The runtime as an object: wires every component; {@code Main} and research harnesses start it.
 *
 * <p>{@link dev.maxdiff.runtime.MaxDiffRuntime#start} is the only way through a start. Each step is
 * complete before the next one begins, returns a value that later steps take, and registers its
 * undo step with {@code Shutdown}:
 *
 * <ol>
 *   <li>{@code StartSequence.requireGoodSettings}: every setting is checked, before any change.
 *   <li>{@code StateStore.open}: the state directory is locked, a session that is left is moved
 *       away, the journal prepared.
 *   <li>{@code StartContext.create}: the actor system on that journal, and its {@code Shutdown}.
 *   <li>{@code StateStore.keys}: the keys and wishes of the journal.
 *   <li>{@code LocalProcesses.start}: the sentinel runs, every orphan has ended, the launch gate is
 *       closed.
 *   <li>{@code LocalProcesses.openFiles}: the watcher files, corrected.
 *   <li>{@code OrderPath.openUpstream}: the broker; on the embedded venue the exchange. Where its
 *       data have ended, the start is undone and begins again with that session moved away.
 *   <li>{@code AccountAdmission.answer}: the account that may be traded, or a broker that is down.
 *   <li>{@code OrderPath.open}: the installation, the pauses, the gateway.
 *   <li>{@code Reconciler.start}: journal, processes, files and broker compared; the risk-reducing
 *       actions are done.
 *   <li>{@code StartSequence.startSupervision}, {@code startControl}: the supervisors, and the
 *       service that accepts wishes.
 *   <li>{@code WishRecovery.recover}: the standing wishes. Until here the start can be given up.
 *   <li>{@code StartListener.opening}, then the launch gate opens and the replay plays.
 *   <li>{@code StartSequence.serve}: the HTTP interface; {@code runtime.json} last.
 *   <li>{@code BackgroundChecks.start}: the lock, duplicate orders, the consistency check, the
 *       vital actors.
 * </ol>
 *
 * <p>The end of a started, failed or given-up start is the same: {@code Shutdown.run} runs the
 * registered undo steps in the phases of CoordinatedShutdown, in each phase the latest first, ends
 * the actor system and unlocks the directory.
 */
package dev.maxdiff.runtime;
