package dev.maxdiff.domain;

/**
 * An invalid value; the message states the field, the value and the expected form in one line.
 *
 * <p>Every check of input throws this exception.
 */
public final class InvalidValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;
  private static final int MAX_LENGTH = 80;

  private final String field;

  /**
   * @param field name that the user knows, for example {@code takeprofit-price}
   * @param value the given value; shortened when long, control characters replaced
   * @param expected the accepted values
   */
  public InvalidValueException(String field, Object value, String expected) {
    super(field + ": " + shown(value) + " (expected: " + expected + ")");
    this.field = field;
  }

  private InvalidValueException(String field, String message) {
    super(message);
    this.field = field;
  }

  /**
   * Returns an exception with a complete message, for example with the refusal of another process
   * as received over HTTP.
   */
  public static InvalidValueException withMessage(String field, String message) {
    return new InvalidValueException(field, message);
  }

  /** Returns the name of the refused field. */
  public String field() {
    return field;
  }

  private static String shown(Object value) {
    String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
    if (text.isBlank()) {
      return "'" + text + "'";
    }
    return text.length() <= MAX_LENGTH
        ? text
        : text.substring(0, MAX_LENGTH) + "… (" + text.length() + " characters)";
  }
}
