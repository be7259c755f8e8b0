package dev.maxdiff.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An operating system without processes: it records, and children exit when the test says so. */
final class FakeSystem implements OperatingSystem {

  final List<FakeProcess> spawned = new CopyOnWriteArrayList<>();
  volatile CountDownLatch spawnMayReturn = new CountDownLatch(0);
  volatile IOException refusal;

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
  public void close() {}

  /** A child that ignores everything. */
  static final class FakeProcess implements OwnProcess {

    final List<String> signals = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> exited = new CompletableFuture<>();
    volatile List<Integer> survivors = List.of();
    volatile boolean buried;
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
    public void write(int octet) {}

    @Override
    public void closeInput() {}
  }
}
