package dev.maxdiff.process.os;

import java.io.IOException;

/**
 * No child was started, and the operating system holds no process of this spawn. The message is one
 * line for the user: the missing condition, and the cause in the system's own words.
 */
public final class SpawnRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final int ENOENT = 2;
  private static final int E2BIG = 7;
  private static final int ENOEXEC = 8;
  private static final int EAGAIN = 11;
  private static final int ENOMEM = 12;
  private static final int ENFILE = 23;
  private static final int EMFILE = 24;

  public SpawnRefusedException(String message) {
    super(message);
  }

  /** The start failed; if a process had begun, it is killed and reaped. */
  static SpawnRefusedException of(String command, Throwable cause) {
    var refusal =
        new SpawnRefusedException(refused("launch", command, "a process", cause.toString()));
    refusal.initCause(cause);
    return refusal;
  }

  /**
   * Translates an error number of {@code posix_spawn} or {@code pipe2}.
   *
   * @param cause the system's own words for {@code error}
   */
  static SpawnRefusedException of(String command, int error, String cause) {
    String words =
        switch (error) {
          case ENOENT ->
              refused("command", command, "to exist, and so the interpreter that it names", cause);
          case ENOEXEC ->
              refused("command", command, "a program, or a script that begins #!", cause);
          case E2BIG -> refused("command", command, "shorter arguments and environment", cause);
          case EAGAIN ->
              missing(command, "room for one more process of this user, ulimit -u", cause);
          case ENOMEM -> missing(command, "memory for one more process", cause);
          case EMFILE ->
              missing(command, "more open files allowed to the runtime, ulimit -n", cause);
          case ENFILE -> missing(command, "more open files allowed to the machine", cause);
          default -> refused("command", command, "a program that can be executed", cause);
        };
    return new SpawnRefusedException(words);
  }

  /** The command is correct; the system lacks a resource. */
  private static String missing(String command, String expected, String cause) {
    return refused("launch", command, expected, cause);
  }

  private static String refused(String field, String value, String expected, String cause) {
    return "%s: %s (expected: %s; but: %s)".formatted(field, value, expected, cause);
  }
}
