package dev.maxdiff.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An operating system without processes: it records calls, and a child exits on the test's command.
 */
final class FakeSystem implements OperatingSystem {

  final List<FakeProcess> spawned = new CopyOnWriteArrayList<>();
  volatile CountDownLatch spawnMayReturn = new CountDownLatch(0);
  volatile IOException refusal;
  volatile RuntimeException blindness;
  final AtomicInteger looks = new AtomicInteger();

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
    looks.incrementAndGet();
    if (blindness != null) {
      throw blindness;
    }
    return List.of();
  }

  @Override
  public void close() {}

  /** A child that ignores every signal. */
  static final class FakeProcess implements OwnProcess {

    final List<String> signals = new CopyOnWriteArrayList<>();
    final List<String> written = new CopyOnWriteArrayList<>();
    volatile boolean takes = true;
    final CompletableFuture<Void> exited = new CompletableFuture<>();
    volatile List<Integer> survivors = List.of();
    volatile boolean buried;
    volatile boolean inputClosed;
    private final int pid;

    FakeProcess(int pid) {
      this.pid = pid;
    }

    void exit() {
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
    public Burial bury() {
      buried = true;
      return new Burial(ExitStatus.exited(0), survivors.isEmpty());
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
    public void closeInput() {
      inputClosed = true;
    }
  }
}
