package dev.maxdiff.cli.context;

import dev.maxdiff.control.WishRequest;
import picocli.CommandLine.Option;

/** The option {@code --operator}, and who calls a command: an operator or a loop (DESIGN 1). */
public final class OperatorOption {

  @Option(
      names = "--operator",
      description = {
        "A person asks, not a loop; needed only where standard input is no terminal.",
        "Only an operator holds slots, lifts holds and restarts a crash loop."
      })
  boolean operator;

  /** Returns the operator with {@code --operator} or a terminal as standard input, else a loop. */
  public WishRequest.Source source(Console console) {
    return operator || console.terminal() ? WishRequest.Source.OPERATOR : WishRequest.Source.LOOP;
  }
}
