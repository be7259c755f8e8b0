package dev.maxdiff.process.os;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reports the exits of all children with one thread: one pidfd for each child, all in one epoll.
 *
 * <p>The report comes before the reap.
 */
final class PidfdPoller implements AutoCloseable {

  private static final int AT_ONCE = 128;
  private static final int STOP = -1;
  // The kernel packs struct epoll_event on x86 only.
  private static final int EVENT_SIZE = Platform.isIntel() ? 12 : 16;
  private static final int EVENT_DATA = Platform.isIntel() ? 4 : 8;

  /**
   * A watched child. Its pidfd stays open until the reap; an open pidfd shows other runtimes in
   * this JVM that the child has an owner.
   */
  final class Watched implements AutoCloseable {
    private final int descriptor;
    private final int ticket = tickets.incrementAndGet();
    private final CompletableFuture<Void> exited = new CompletableFuture<>();
    private boolean closed;

    private Watched(int descriptor) {
      this.descriptor = descriptor;
    }

    /** Completes on the epoll thread when the child has exited. */
    CompletableFuture<Void> exited() {
      return exited;
    }

    /** Closes the pidfd after the reap. */
    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        waiting.remove(ticket);
        Libc.close(descriptor);
      }
    }

    /**
     * Removes the entry from the epoll explicitly. A child between fork and exec holds a copy of
     * the descriptor; while it does, closing the descriptor here would leave the entry active.
     */
    private synchronized void detach() {
      if (!closed) {
        Libc.epoll_ctl(epoll, Libc.EPOLL_CTL_DEL, descriptor, null);
      }
    }
  }

  /** Keyed by ticket, which is unique; the kernel reuses descriptor numbers. */
  private final Map<Integer, Watched> waiting = new ConcurrentHashMap<>();

  private final AtomicInteger tickets = new AtomicInteger();
  private final int epoll;
  private final int[] stop = new int[2];

  /** Throws an {@link IOException} where the kernel lacks one of the calls. */
  PidfdPoller() throws IOException {
    Libc.close(open((int) ProcessHandle.current().pid()));
    epoll = require("epoll_create1", Libc.epoll_create1(Libc.O_CLOEXEC));
    require("pipe2", Libc.pipe2(stop, Libc.O_CLOEXEC));
    add(stop[0], STOP);
    Thread thread = new Thread(this::run, "maxdiff-exits");
    thread.setDaemon(true);
    thread.start();
  }

  /** Watches a child; the caller closes the result after the reap. */
  Watched watch(int pid) throws IOException {
    Watched watched = new Watched(open(pid));
    waiting.put(watched.ticket, watched);
    try {
      add(watched.descriptor, watched.ticket);
    } catch (IOException e) {
      watched.close();
      throw e;
    }
    return watched;
  }

  @Override
  public void close() {
    Libc.write(stop[1], new byte[] {0}, 1);
  }

  private void add(int descriptor, int data) throws IOException {
    try (Memory event = new Memory(EVENT_SIZE)) {
      event.clear();
      event.setInt(0, Libc.EPOLLIN);
      event.setInt(EVENT_DATA, data);
      require("epoll_ctl", Libc.epoll_ctl(epoll, Libc.EPOLL_CTL_ADD, descriptor, event));
    }
  }

  private void run() {
    try (Memory events = new Memory((long) AT_ONCE * EVENT_SIZE)) {
      boolean running = true;
      while (running) {
        int count = Libc.epoll_wait(epoll, events, AT_ONCE, -1);
        running = count >= 0 || Native.getLastError() == Libc.EINTR;
        for (int i = 0; i < count; i++) {
          int data = events.getInt((long) i * EVENT_SIZE + EVENT_DATA);
          running &= data != STOP;
          exited(data);
        }
      }
    }
    Libc.close(stop[0]);
    Libc.close(stop[1]);
    List.copyOf(waiting.values()).forEach(Watched::close);
    Libc.close(epoll);
  }

  private void exited(int ticket) {
    Watched watched = waiting.remove(ticket);
    if (watched != null) {
      watched.detach();
      watched.exited.complete(null);
    }
  }

  private static int open(int pid) throws IOException {
    return require("pidfd_open", (int) Libc.syscall(Libc.SYS_PIDFD_OPEN, pid, 0));
  }

  private static int require(String call, int result) throws IOException {
    if (result < 0) {
      throw new IOException(call + ": " + Libc.lastError());
    }
    return result;
  }
}
