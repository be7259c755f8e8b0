package dev.maxdiff.process.os;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * An operating system without processes: it records calls, and a child exits on the test's command.
 */
public final class FakeSystem implements OperatingSystem {

  public final List<FakeProcess> spawned = new CopyOnWriteArrayList<>();
  public volatile CountDownLatch spawnMayReturn = new CountDownLatch(0);
  public volatile IOException refusal;
  public volatile RuntimeException unreadable;
  public final AtomicInteger scans = new AtomicInteger();

  /** A refusal after which the process may live, until {@code end} returns true. */
  public static IOException unconfirmed(int pid, BooleanSupplier end) {
    return new UnconfirmedEndException("launch: in doubt", pid, null, end);
  }

  /** A scan that fails: there is no {@code /proc} in the directory. */
  public static MarkScan unreadable(Path directory) {
    return new MarkScan(new ProcFs(directory.resolve("no-proc")));
  }

  @Override
  public OwnProcess spawn(SpawnRequest request) throws IOException {
    if (refusal != null) {
      throw refusal;
    }
    FakeProcess process = new FakeProcess(1_000_000 + spawned.size());
    spawned.add(process);
    try {
      spawnMayReturn.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return process;
  }

  @Override
  public void reap(Collection<ProcessIdentity> ended) {}

  @Override
  public void reapAdopted() {}

  @Override
  public List<ProcessIdentity> adopted() {
    scans.incrementAndGet();
    if (unreadable != null) {
      throw unreadable;
    }
    return List.of();
  }

  @Override
  public void close() {}

  /** A child that ignores every signal. */
  public static final class FakeProcess implements OwnProcess {

    public final List<String> signals = new CopyOnWriteArrayList<>();
    public final List<String> written = new CopyOnWriteArrayList<>();
    public volatile boolean takes = true;
    public volatile boolean answering = true;
    public final CompletableFuture<Void> exited = new CompletableFuture<>();
    public volatile List<Integer> survivors = List.of();
    public volatile boolean reaped;
    public volatile boolean inputClosed;
    private final int pid;

    public FakeProcess(int pid) {
      this.pid = pid;
    }

    public void exit() {
      exited.complete(null);
    }

    @Override
    public ProcessIdentity identity() {
      return new ProcessIdentity(pid, 1, "boot");
    }

    @Override
    public CompletionStage<Void> exited() {
      return exited;
    }

    @Override
    public void signalGroup(Signal signal) {
      signals.add(signal.name());
    }

    @Override
    public ReapResult reap() {
      reaped = true;
      return new ReapResult(ExitStatus.exited(0), survivors.isEmpty());
    }

    @Override
    public List<Integer> survivors() {
      return new ArrayList<>(survivors);
    }

    @Override
    public boolean write(String ascii) {
      return takes && written.add(ascii);
    }

    @Override
    public int answers() {
      return takes && answering ? written.size() : 0;
    }

    @Override
    public void closeInput() {
      inputClosed = true;
    }
  }
}
