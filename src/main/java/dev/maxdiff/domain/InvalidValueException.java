package dev.maxdiff.domain;

/**
 * Says in one line which field had which value and what was expected instead.
 *
 * <p>It is the one way in which bad input is refused, wherever it came from.
 */
public final class InvalidValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 80;

  private final String field;

  /**
   * @param field what the user calls it, for example {@code takeprofit-price}
   * @param value what was given; shortened when long, control characters replaced
   * @param expected what would have been accepted
   */
  public InvalidValueException(String field, Object value, String expected) {
    super(field + ": " + shown(value) + " (expected: " + expected + ")");
    this.field = field;
  }

  private InvalidValueException(String field, String message) {
    super(message);
    this.field = field;
  }

  /** The refusal of another process, as it was told over HTTP: its message already says it all. */
  public static InvalidValueException told(String field, String message) {
    return new InvalidValueException(field, message);
  }

  /** The name of the field that was refused. */
  public String field() {
    return field;
  }

  private static String shown(Object value) {
    String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
    if (text.isBlank()) {
      return "'" + text + "'";
    }
    return text.length() <= SHOWN
        ? text
        : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
  }
}
