package dev.maxdiff.cli.operations;

import dev.maxdiff.cli.context.CommandActions;
import dev.maxdiff.cli.context.CommandContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Runs a watcher process in the foreground; the watcher parses its own arguments. */
public abstract class ChildCommand implements Callable<Integer> {

  @Unmatched List<String> arguments = new ArrayList<>();

  private final CommandActions.ChildAction child;

  private ChildCommand(CommandActions.ChildAction child) {
    this.child = child;
  }

  @Override
  public Integer call() throws Exception {
    return child.run(arguments.toArray(String[]::new));
  }

  @Command(
      name = "open-position",
      description = {
        "Runs one entry watcher in the foreground, as the runtime starts it; for manual tests.",
        "Arguments: SYMBOL --side --limit-price --target-qty [--tolerance-pct]",
        "[--expiry-minutes] [--asset-class] [--poll-seconds] [--config-path]",
        "[--force-immediate] [--priority-rank]. It sends its requests to $APCA_API_BASE_URL."
      },
      footer = "  maxdiff open-position BTCUSD --side=buy --limit-price=104800 --target-qty=0.5")
  public static final class Open extends ChildCommand {
    public Open(CommandContext context) {
      super(context.actions().openPosition());
    }
  }

  @Command(
      name = "close-position",
      description = {
        "Runs one exit watcher in the foreground, as the runtime starts it; for manual tests.",
        "Arguments: SYMBOL --side --takeprofit-price [--target-qty] [--price-tolerance]",
        "[--expiry-minutes] [--asset-class] [--poll-seconds] [--config-path].",
        "It sends its requests to $APCA_API_BASE_URL."
      },
      footer = "  maxdiff close-position BTCUSD --side=buy --takeprofit-price=110250")
  public static final class Close extends ChildCommand {
    public Close(CommandContext context) {
      super(context.actions().closePosition());
    }
  }
}
