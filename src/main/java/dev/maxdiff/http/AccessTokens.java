package dev.maxdiff.http;

/**
 * The bearer tokens of a runtime. Its commands send the operator's for a person at a terminal;
 * programs use the loop's. Both stand in {@code runtime.json}: they tell who asks, they do not keep
 * programs of the same user apart.
 */
public record AccessTokens(String loop, String operator) {

  public AccessTokens {
    if (loop.isBlank() || operator.isBlank()) {
      throw new IllegalArgumentException("tokens: blank (expected: two secrets)");
    }
  }

  /** Returns a description without the tokens. */
  @Override
  public String toString() {
    return "AccessTokens";
  }
}
