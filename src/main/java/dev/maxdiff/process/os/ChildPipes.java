package dev.maxdiff.process.os;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The pipes to standard input and from standard output of one child. This process's ends do not
 * block, the child's ends do. Thread-safe.
 */
final class ChildPipes {

  /** The system refused a pipe. */
  static final class PipeException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int error;

    private PipeException(int error) {
      super(Libc.strerror(error));
      this.error = error;
    }

    int error() {
      return error;
    }
  }

  /** A child that is neither written to nor read. */
  static final ChildPipes NONE = new ChildPipes(new int[] {-1, -1}, new int[] {-1, -1});

  private static final int AT_ONCE = 4096;

  private final int[] input;
  private final int[] output;

  private ChildPipes(int[] input, int[] output) {
    this.input = input;
    this.output = output;
  }

  static ChildPipes open() throws PipeException {
    ChildPipes pipes = new ChildPipes(new int[] {-1, -1}, new int[] {-1, -1});
    try {
      open(pipes.input);
      open(pipes.output);
    } catch (PipeException e) {
      pipes.closeChildsEnds();
      pipes.close();
      throw e;
    }
    Libc.fcntl(pipes.input[1], Libc.F_SETFL, Libc.O_NONBLOCK);
    Libc.fcntl(pipes.output[0], Libc.F_SETFL, Libc.O_NONBLOCK);
    return pipes;
  }

  private static void open(int[] pipe) throws PipeException {
    if (Libc.pipe2(pipe, Libc.O_CLOEXEC) < 0) {
      throw new PipeException(Native.getLastError());
    }
  }

  /** Returns the read end of the child's standard input; -1 = none. */
  int childsInput() {
    return input[0];
  }

  /** Returns the write end of the child's standard output; -1 = none. */
  int childsOutput() {
    return output[1];
  }

  /** POSIX writes up to 4096 bytes to a pipe whole or not at all. */
  synchronized boolean write(String ascii) {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    return input[1] >= 0 && Libc.write(input[1], bytes, bytes.length) == bytes.length;
  }

  /** Reads what the child has written; returns the number of bytes. */
  synchronized int read() {
    if (output[0] < 0) {
      return 0;
    }
    return (int) Math.max(0, Libc.read(output[0], new byte[AT_ONCE], AT_ONCE));
  }

  /** Closes the ends that the child has copies of. */
  synchronized void closeChildsEnds() {
    close(input, 0);
    close(output, 1);
  }

  /** Closes this process's ends: the child reads end of file. */
  synchronized void close() {
    close(input, 1);
    close(output, 0);
  }

  private static void close(int[] pipe, int end) {
    if (pipe[end] >= 0) {
      Libc.close(pipe[end]);
      pipe[end] = -1;
    }
  }
}
