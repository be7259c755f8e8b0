package dev.maxdiff.process.os;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The memory and the attributes of one {@code posix_spawn}. */
final class NativeSpawn implements AutoCloseable {

  private static final int FIRST_NOT_STANDARD = 3;
  private static final int OWNER_ONLY = 0600;

  private final SpawnRequest request;
  private final Memory actions = new Memory(Libc.SIZE_OF_SPAWN_ATTRIBUTES);
  private final Memory attributes = new Memory(Libc.SIZE_OF_SPAWN_ATTRIBUTES);
  private final Memory signals = new Memory(Libc.SIZE_OF_SIGNAL_SET);

  /**
   * @param input the read end of the child's standard input; -1 for {@code /dev/null}
   * @param output the write end of the child's standard output; -1 for the log
   */
  NativeSpawn(SpawnRequest request, int input, int output) throws IOException {
    this.request = request;
    require("file actions", Libc.posix_spawn_file_actions_init(actions));
    require("attributes", Libc.posix_spawnattr_init(attributes));
    redirect(input, output);
    if (request.directory() != null) {
      String directory = request.directory().toAbsolutePath().toString();
      require("directory", Libc.posix_spawn_file_actions_addchdir_np(actions, directory));
    }
    // A JVM blocks and ignores signals that its children need.
    Libc.sigemptyset(signals);
    require("signal mask", Libc.posix_spawnattr_setsigmask(attributes, signals));
    Libc.sigfillset(signals);
    require("signal defaults", Libc.posix_spawnattr_setsigdefault(attributes, signals));
    require(
        "flags", Libc.posix_spawnattr_setflags(attributes, Libc.SPAWN_SETSIGDEF_SETSIGMASK_SETSID));
  }

  private void redirect(int input, int output) throws IOException {
    int read =
        input < 0
            ? Libc.posix_spawn_file_actions_addopen(actions, 0, "/dev/null", Libc.O_RDONLY, 0)
            : Libc.posix_spawn_file_actions_adddup2(actions, input, 0);
    require("standard input", read);
    String log = request.log().toAbsolutePath().toString();
    require(
        "standard error",
        Libc.posix_spawn_file_actions_addopen(
            actions, 2, log, Libc.O_WRONLY_APPEND_CREATE, OWNER_ONLY));
    require(
        "standard output",
        Libc.posix_spawn_file_actions_adddup2(actions, output < 0 ? 2 : output, 1));
    // Sockets of the JVM are not close-on-exec: in a child they would keep the ports bound.
    require(
        "other descriptors",
        Libc.posix_spawn_file_actions_addclosefrom_np(actions, FIRST_NOT_STANDARD));
  }

  /**
   * Starts the program. The exec is complete when this method returns.
   *
   * @param pid receives the pid; stays 0 when no process was started, whatever is thrown
   */
  void start(String program, int[] pid) throws IOException {
    List<String> environment =
        request.environment().entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .toList();
    try (Memory arguments = strings(request.command());
        Memory variables = strings(environment)) {
      int error = Libc.posix_spawn(pid, program, actions, attributes, arguments, variables);
      if (error != 0) {
        throw SpawnRefusedException.of(request.command().get(0), error, Libc.strerror(error));
      }
    }
  }

  @Override
  public void close() {
    Libc.posix_spawn_file_actions_destroy(actions);
    Libc.posix_spawnattr_destroy(attributes);
    actions.close();
    attributes.close();
    signals.close();
  }

  /** Returns a null-terminated array of strings in one allocation. */
  private static Memory strings(List<String> values) {
    List<byte[]> encoded =
        values.stream().map(value -> value.getBytes(StandardCharsets.UTF_8)).toList();
    long table = (encoded.size() + 1L) * Native.POINTER_SIZE;
    Memory memory =
        new Memory(table + encoded.stream().mapToLong(bytes -> bytes.length + 1L).sum());
    memory.clear();
    long at = table;
    for (int i = 0; i < encoded.size(); i++) {
      byte[] bytes = encoded.get(i);
      memory.setPointer((long) i * Native.POINTER_SIZE, memory.share(at));
      memory.write(at, bytes, 0, bytes.length);
      at += bytes.length + 1;
    }
    return memory;
  }

  private static void require(String part, int error) throws IOException {
    if (error != 0) {
      throw new IOException("spawn, " + part + ": " + Libc.strerror(error));
    }
  }
}
