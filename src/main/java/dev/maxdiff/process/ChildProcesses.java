package dev.maxdiff.process;

import akka.actor.typed.ActorRef;
import dev.maxdiff.actors.ActorSpawner;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.process.os.DaemonThread;
import dev.maxdiff.process.os.MarkScan;
import dev.maxdiff.process.os.OperatingSystem;
import dev.maxdiff.process.os.OrphanSweep;
import dev.maxdiff.process.os.ProcFs;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.process.os.RuntimeMark;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Implements {@link WatcherRunner} with operating system processes.
 *
 * <p>Order of use: {@link #start}; {@link #sweepOrphans} and its completion; attach and run; {@link
 * #openGate}; at the end {@link #sweep}, its completion, {@link #close}.
 */
public final class ChildProcesses implements WatcherRunner, AutoCloseable {

  /**
   * Result of {@link #sweepOrphans}.
   *
   * @param ended number of processes that have ended
   * @param killed number of them that needed SIGKILL
   * @param left pids of processes that still live
   */
  public record Orphans(int ended, int killed, List<Integer> left) {
    public Orphans {
      left = List.copyOf(left);
    }
  }

  private static final Duration ORPHANS_DEADLINE = Duration.ofSeconds(10);

  private final ActorRef<ProcessRegistry.Command> registry;
  private final ProcessContext context;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /**
   * Starts the registry and its threads.
   *
   * @param mark of this start of the runtime; the caller holds the directory's lock (promise P8)
   * @param program the bundled program, which has the sentinel; null = no sentinel, so the watchers
   *     of a killed runtime keep running
   * @param sentinelLog where standard output and error of the sentinel are appended
   */
  public static ChildProcesses start(
      ActorSpawner actors,
      ProcessSettings settings,
      RuntimeMark mark,
      ChildProgram program,
      Path sentinelLog,
      InstantSource clock) {
    List<String> sentinel = program == null ? List.of() : program.sentinelCommand(mark, settings);
    OperatingSystem system = operatingSystem(settings);
    return start(actors, settings, mark, system, program, sentinel, sentinelLog, clock);
  }

  /** The operating system's side as the settings ask for it; the caller closes it. */
  public static OperatingSystem operatingSystem(ProcessSettings settings) {
    return OperatingSystem.of(
        settings.spawn() == ProcessSettings.Spawn.NATIVE, settings.solePurpose());
  }

  static ChildProcesses start(
      ActorSpawner actors,
      ProcessSettings settings,
      RuntimeMark mark,
      OperatingSystem operatingSystem,
      ChildProgram program,
      List<String> sentinel,
      Path sentinelLog,
      InstantSource clock) {
    ChildEnvironment environment = new ChildEnvironment(System.getenv(), mark);
    MarkScan scan = new MarkScan(ProcFs.ofThisMachine());
    SentinelFeed sentinelFeed = new SentinelFeed();
    ProcessContext context =
        new ProcessContext(
            settings,
            mark,
            operatingSystem,
            new LaunchGate(operatingSystem, environment, scan, mark, sentinelFeed, program),
            sentinelFeed,
            new SentinelHealth(),
            scan,
            environment,
            Executors.newSingleThreadExecutor(task -> new DaemonThread(task, "maxdiff-groups")),
            Executors.newCachedThreadPool(task -> new DaemonThread(task, "maxdiff-scan")),
            new LogKeeper(settings, sentinelLog.toAbsolutePath().getParent()),
            List.copyOf(sentinel),
            program == null ? null : program.directory(),
            sentinelLog,
            clock);
    return new ChildProcesses(actors, context);
  }

  private ChildProcesses(ActorSpawner actors, ProcessContext context) {
    this.context = context;
    context.logs().start();
    this.registry =
        actors.spawn(
            ProcessRegistry.create(context, ended),
            "processes-" + context.mark().uuid() + "-" + context.mark().incarnation());
  }

  /**
   * Ends the processes that earlier runtimes on the same directory have left. The caller awaits
   * this before the first launch.
   *
   * @param journalled processes with a journalled launch and no journalled end
   * @return completes when they have ended, or after 10 s; fails with an {@link
   *     java.io.UncheckedIOException} when {@code /proc} stays unreadable
   */
  public CompletionStage<Orphans> sweepOrphans(Collection<ProcessIdentity> journalled) {
    return CompletableFuture.supplyAsync(() -> sweepOrphansNow(journalled), context.scans());
  }

  private Orphans sweepOrphansNow(Collection<ProcessIdentity> journalled) {
    OrphanSweep sweep =
        new OrphanSweep(context.scan(), context.settings().grace(), ORPHANS_DEADLINE);
    OrphanSweep.Result marked = sweep.endEarlier(context.mark());
    OrphanSweep.Result named = sweep.endJournalled(journalled, context.mark());
    context.system().reap(marked.ended());
    return new Orphans(
        marked.ended().size() + named.ended().size(),
        marked.killed() + named.killed(),
        Stream.concat(marked.left().stream(), named.left().stream()).distinct().toList());
  }

  @Override
  public void attach(SlotId slot, ActorRef<Report> owner) {
    registry.tell(new ProcessRegistry.Attach(slot, owner));
  }

  @Override
  public void run(Launch launch) {
    registry.tell(new ProcessRegistry.Run(launch));
  }

  @Override
  public void stop(SlotId slot) {
    registry.tell(new ProcessRegistry.Stop(slot));
  }

  /**
   * Refuses every further launch: the first step of a shutdown.
   *
   * @return completes when a spawn that has begun is finished
   */
  public CompletionStage<Void> closeGate() {
    return context.gate().close();
  }

  @Override
  public CompletionStage<SweepReport> sweep() {
    CompletableFuture<SweepReport> promise = new CompletableFuture<>();
    ended.thenRun(
        () ->
            promise.completeExceptionally(
                new IllegalStateException("the process registry has ended")));
    registry.tell(new ProcessRegistry.Sweep(promise));
    return promise;
  }

  @Override
  public void hurry() {
    registry.tell(ProcessRegistry.Hurry.INSTANCE);
  }

  @Override
  public void openGate() {
    registry.tell(ProcessRegistry.OpenGate.INSTANCE);
  }

  /** Sends later alerts about the sentinel to the listener. */
  public void onSentinelAlert(Consumer<String> listener) {
    context.sentinelHealth().onAlert(listener);
  }

  /** Returns the pid of the sentinel; 0 = none runs at present. */
  public int sentinelPid() {
    return context.sentinelHealth().pid();
  }

  /** Returns how many sentinels were replaced because they gave no answer. */
  public long silentSentinels() {
    return context.sentinelHealth().replacedSilent();
  }

  /**
   * Completes when the registry has stopped, by {@link #close} or by a failure. No launch is
   * possible afterwards.
   */
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  /**
   * Stops actors and threads; the caller awaits the sweep first. Children that still run are
   * killed. The end of the ActorSystem has the same effect.
   */
  @Override
  public void close() {
    registry.tell(ProcessRegistry.Quit.INSTANCE);
  }
}
