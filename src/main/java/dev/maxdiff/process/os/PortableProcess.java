package dev.maxdiff.process.os;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * A child that the JVM reaps. Its group exists only after {@code setsid} has run; before that, an
 * empty group means that it does not exist yet. So leader and members are signalled one by one.
 */
final class PortableProcess implements OwnProcess {

  private static final long RECENT_NANOS = 50_000_000;
  private static final int SIGNAL_EXIT = 128;
  private static final int LAST_SIGNAL = 64;

  private final Process process;
  private final ProcessIdentity identity;
  private final Optional<PipeWriter> input;
  private final GroupTable groups;
  private final Set<ProcessHandle> members = new LinkedHashSet<>();
  private boolean reaped;
  private long seenAt;

  /**
   * @param pipe whether standard input is a pipe
   */
  PortableProcess(Process process, ProcessIdentity identity, boolean pipe, GroupTable groups) {
    this.process = process;
    this.identity = identity;
    this.input = pipe ? Optional.of(new PipeWriter(process.getOutputStream())) : Optional.empty();
    this.groups = groups;
  }

  @Override
  public ProcessIdentity identity() {
    return identity;
  }

  @Override
  public CompletionStage<Void> exited() {
    return process.onExit().thenAccept(ended -> {});
  }

  @Override
  public synchronized void signalGroup(Signal signal) {
    if (!reaped) {
      findMembers(System.nanoTime() - RECENT_NANOS);
      signal(process.toHandle(), signal);
      members.forEach(member -> signal(member, signal));
    }
  }

  @Override
  public synchronized ReapResult reap() {
    signalGroup(Signal.KILL);
    reaped = true;
    seenAt = System.nanoTime();
    closeInput();
    return new ReapResult(status(process.exitValue()), false);
  }

  @Override
  public synchronized List<Integer> survivors() {
    findMembers(seenAt);
    seenAt = System.nanoTime();
    members.forEach(member -> signal(member, Signal.KILL));
    return members.stream().map(member -> (int) member.pid()).filter(groups::isAlive).toList();
  }

  @Override
  public boolean write(String ascii) {
    return input.filter(pipe -> pipe.write(ascii)).isPresent();
  }

  @Override
  public synchronized int answers() {
    try {
      InputStream output = process.getInputStream();
      return output.readNBytes(output.available()).length;
    } catch (IOException e) {
      return 0; // the child has closed its output
    }
  }

  @Override
  public void closeInput() {
    input.ifPresent(PipeWriter::close);
  }

  /**
   * JDK handles check the start time before each signal, so a kept handle does not signal a process
   * that reuses the pid.
   */
  private void findMembers(long since) {
    members.removeIf(member -> !member.isAlive());
    if (groups.isKnown()) {
      groupMembers(since).forEach(members::add);
    } else {
      process.descendants().forEach(members::add);
    }
  }

  private Stream<ProcessHandle> groupMembers(long since) {
    List<ProcFs.Stat> group = groups.group(identity.pid(), since);
    boolean reused =
        group.stream()
            .anyMatch(
                stat -> stat.pid() == identity.pid() && stat.startTicks() != identity.startTicks());
    return reused
        ? Stream.empty()
        : group.stream()
            .filter(stat -> stat.pid() != identity.pid())
            .flatMap(stat -> ProcessHandle.of(stat.pid()).stream());
  }

  private static void signal(ProcessHandle handle, Signal signal) {
    if (signal == Signal.TERM) {
      handle.destroy();
    } else {
      handle.destroyForcibly();
    }
  }

  /** The JDK reports signal n as exit code 128 + n. */
  private static ExitStatus status(int code) {
    return code > SIGNAL_EXIT && code <= SIGNAL_EXIT + LAST_SIGNAL
        ? ExitStatus.signalled(code - SIGNAL_EXIT)
        : ExitStatus.exited(code);
  }
}
