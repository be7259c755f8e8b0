package dev.maxdiff.cli.orders;

import dev.maxdiff.cli.context.ActionPrinter;
import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.cli.context.ExitCodes;
import dev.maxdiff.control.AcceptLedgerRequest;
import dev.maxdiff.control.ActionLine;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code maxdiff ledger accept}: takes the broker's position of a symbol for right. */
@Command(
    name = "ledger",
    description = {
      "Corrects what the keys of a symbol own where it differs from the broker's position.",
      "What is gone is taken from the keys pro rata, or from --key. What the broker holds beyond the",
      "keys stays without an owner unless --key names the key that gets it. The correction is shown",
      "first, and kept in the history with its cause."
    },
    footer = {
      "  maxdiff ledger accept AAPL",
      "  maxdiff ledger accept BTCUSD --key maxdiff --yes",
      "  maxdiff ledger accept AAPL --key 'AAPL|sell|highlow'"
    })
public final class LedgerCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ACTION", description = "accept")
  String action;

  @Parameters(index = "1", paramLabel = "SYMBOL", description = "For example BTCUSD.")
  Symbol symbol;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "A strategy of the symbol's longs, or SYMBOL|side|strategy.")
  String key;

  @Option(
      names = {"-y", "--yes"},
      description = "Skips the confirmation; needed without a terminal.")
  boolean yes;

  private final CommandContext context;

  public LedgerCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    if (!action.equals("accept")) {
      throw new InvalidValueException("ACTION", action, "accept");
    }
    List<ActionLine> shown = ask(true);
    boolean possible = shown.stream().allMatch(ActionLine::done);
    int code = ActionPrinter.print(shown, spec, null);
    if (!possible || !yes && !confirmed()) {
      if (possible) {
        spec.commandLine().getErr().println("maxdiff: nothing was changed; --yes accepts it");
      }
      return possible ? ExitCodes.FAILED : code;
    }
    return ActionPrinter.print(ask(false), spec, null);
  }

  private List<ActionLine> ask(boolean dryRun) throws Exception {
    return CommandContext.await(
        context.watchers().acceptLedger(new AcceptLedgerRequest(symbol, key(), dryRun)));
  }

  private WatcherKey key() {
    if (key == null) {
      return null;
    }
    return key.contains("|")
        ? WatcherKey.parse(key)
        : new WatcherKey(symbol, Side.BUY, new Strategy(key));
  }

  /** Without a terminal nobody is asked, and nothing is accepted. */
  private boolean confirmed() throws IOException {
    if (!context.console().terminal()) {
      return false;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print("Accept it? [y/N] ");
    out.flush();
    String answer = context.console().input().get().readLine();
    return answer != null && answer.trim().equalsIgnoreCase("y");
  }
}
