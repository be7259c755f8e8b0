package dev.maxdiff.session;

/** Why a session wishes nothing any more. */
public enum SessionEnd {
  /** It was stopped; its wishes stand and come back with the next start. */
  STOPPED,
  /** The replay ran to its end; every wish was withdrawn. */
  DATA_ENDED
}
