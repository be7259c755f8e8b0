package dev.maxdiff.cli.operations;

import dev.maxdiff.cli.context.CommandActions;
import dev.maxdiff.cli.context.CommandContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** A watcher child by hand: everything after its name is the child's own business. */
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
        "The entry watcher itself, as the runtime starts it; for trying it by hand.",
        "Arguments: SYMBOL --side --limit-price --target-qty [--tolerance-pct]",
        "[--expiry-minutes] [--asset-class] [--poll-seconds] [--config-path]",
        "[--force-immediate] [--priority-rank]. It speaks to $APCA_API_BASE_URL."
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
        "The exit watcher itself, as the runtime starts it; for trying it by hand.",
        "Arguments: SYMBOL --side --takeprofit-price [--target-qty] [--price-tolerance]",
        "[--expiry-minutes] [--asset-class] [--poll-seconds] [--config-path].",
        "It speaks to $APCA_API_BASE_URL."
      },
      footer = "  maxdiff close-position BTCUSD --side=buy --takeprofit-price=110250")
  public static final class Close extends ChildCommand {
    public Close(CommandContext context) {
      super(context.actions().closePosition());
    }
  }
}
