package dev.maxdiff.broker.paper.faults;

/**
 * Breaks a response while it is written, as the fault plan demands; it is no error of the program.
 */
public final class InjectedFaultException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InjectedFaultException(String message) {
    super(message);
  }
}
