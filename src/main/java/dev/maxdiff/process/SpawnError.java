package dev.maxdiff.process;

/** Words for what the system answers when it starts no process: what is missing, and the cause. */
final class SpawnError {

  static final int ENOENT = 2;
  static final int E2BIG = 7;
  static final int ENOEXEC = 8;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int ENFILE = 23;
  static final int EMFILE = 24;

  private SpawnError() {}

  /**
   * One line for the wisher.
   *
   * @param cause the system's own words for the error
   */
  static String words(String command, int error, String cause) {
    return switch (error) {
      case ENOENT ->
          refused("command", command, "to exist, and so the interpreter that it names", cause);
      case ENOEXEC -> refused("command", command, "a program, or a script that begins #!", cause);
      case E2BIG -> refused("command", command, "shorter arguments and environment", cause);
      case EAGAIN -> missing(command, "room for one more process of this user, ulimit -u", cause);
      case ENOMEM -> missing(command, "memory for one more process", cause);
      case EMFILE -> missing(command, "more open files allowed to the runtime, ulimit -n", cause);
      case ENFILE -> missing(command, "more open files allowed to the machine", cause);
      default -> refused("command", command, "a program that can be executed", cause);
    };
  }

  /** The command is as it should be. */
  private static String missing(String command, String expected, String cause) {
    return refused("launch", command, expected, cause);
  }

  private static String refused(String field, String value, String expected, String cause) {
    return "%s: %s (expected: %s; but: %s)".formatted(field, value, expected, cause);
  }
}
