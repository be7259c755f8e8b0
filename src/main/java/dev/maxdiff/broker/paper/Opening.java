package dev.maxdiff.broker.paper;

/** What the exchange does with a stored session when it starts. */
public enum Opening {
  /** Resumes it; opens a new account in its place if its tape has ended. */
  RESUME,
  /** Resumes it; fails with a {@link TapeEndedException} if its tape has ended. */
  RESUME_OR_FAIL,
  /** Opens a new account in its place. */
  FRESH
}
