package dev.maxdiff.cli.orders;

import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.cli.context.ExitCodes;
import dev.maxdiff.cli.context.OperatorOption;
import dev.maxdiff.cli.context.OptionParser;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishPreview;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a wish for a slot and prints the order that its watcher will place. */
public abstract class WishCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "SYMBOL", description = "For example BTCUSD, BTC/USD or AAPL.")
  Symbol symbol;

  @Option(
      names = "--side",
      required = true,
      paramLabel = "SIDE",
      description = "The ENTRY side: buy for a long, sell for a short.")
  Side side;

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description = "Default: the only strategy of symbol and side, else 'default'.")
  Strategy strategy;

  @Option(
      names = "--expiry-minutes",
      paramLabel = "N",
      description =
          "Minutes until the wish expires (default: exit at flat, entry by market hours).")
  String expiryMinutes;

  @Option(
      names = "--poll-seconds",
      paramLabel = "S",
      description = "Seconds between two polls; fractions are allowed (default: configured).")
  String pollSeconds;

  @Option(
      names = {"--force", "--force-immediate"},
      description = "No warning about the price, no question; an entry orders at once.")
  boolean force;

  @Option(
      names = "--retry",
      description = "Restarts a watcher that stopped in a crash loop (operators only).")
  boolean retry;

  @Option(
      names = {"-y", "--yes"},
      description = "No question about a price that the market has passed, or is far from.")
  boolean yes;

  @Option(names = "--json", description = "Prints the answer as JSON.")
  boolean json;

  @Mixin OperatorOption operator;

  private final CommandContext context;

  private WishCommand(CommandContext context) {
    this.context = context;
  }

  abstract WishRequest request();

  WishRequest.Source source() {
    return operator.source(context.console());
  }

  @Override
  public Integer call() throws Exception {
    WishRequest request = request();
    WatcherService watchers = context.watchers();
    Optional<String> question = question(watchers, request);
    if (question.isPresent() && !isConfirmed(question.get())) {
      spec.commandLine().getErr().println("maxdiff: aborted, nothing was wished");
      return ExitCodes.FAILED;
    }
    return print(CommandContext.await(watchers.want(request)), question.isPresent());
  }

  /**
   * Returns the warning that a person confirms first; empty if there is none, or nobody can answer:
   * a wish of a program is accepted, and its answer carries the warning.
   */
  private Optional<String> question(WatcherService watchers, WishRequest request) {
    if (yes || force || !context.console().terminal()) {
      return Optional.empty();
    }
    List<WishPreview> previews;
    try {
      previews = CommandContext.await(watchers.preview(List.of(request)));
    } catch (Exception e) {
      return Optional.empty(); // the answer to the wish itself says what fails
    }
    return previews.stream()
        .filter(preview -> preview.verdict() == WishPreview.Verdict.WISHED)
        .filter(preview -> preview.warning() != null)
        .map(preview -> preview.words() + ": " + preview.warning())
        .findFirst();
  }

  private boolean isConfirmed(String question) throws IOException {
    PrintWriter asking = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    asking.print(question + ". Place it? [y/N] ");
    asking.flush();
    String answer = context.console().input().get().readLine();
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }

  private int print(WishAnswer answer, boolean isWarningKnown) {
    if (json) {
      spec.commandLine().getOut().println(context.json().writePretty(answer));
    }
    return switch (answer.outcome()) {
      case DENIED, UNRESOLVED -> {
        spec.commandLine().getErr().println("maxdiff: " + answer.words());
        yield ExitCodes.FAILED;
      }
      default -> {
        if (!json) {
          spec.commandLine().getOut().println(answer.words());
        }
        if (answer.warning() != null && !isWarningKnown) {
          spec.commandLine().getErr().println("maxdiff: warning: " + answer.warning());
        }
        yield ExitCodes.DONE;
      }
    };
  }

  @Command(
      name = "exit",
      description = "Wishes an exit: its watcher keeps a take-profit order until the key is flat.",
      footer = {
        "  maxdiff exit BTCUSD --side buy --takeprofit-price 110250",
        "  maxdiff exit ETHUSD --side buy --strategy maxdiff --price 4100 --target-qty 0.5"
      })
  public static final class Exit extends WishCommand {

    @Option(
        names = {"--takeprofit-price", "--price"},
        required = true,
        paramLabel = "P",
        description = "Limit price of the close; quote currency.")
    Price price;

    @Option(
        names = "--target-qty",
        paramLabel = "Q",
        description = "Quantity to close (default: the whole position of the key); base units.")
    Quantity quantity;

    @Option(
        names = "--price-tolerance",
        paramLabel = "F",
        description =
            "Distance, as a fraction, within which an open order counts as the take-profit.")
    String tolerance;

    @Option(
        names = "--claim-unowned",
        description = "Also closes the position at the broker that no key owns.")
    boolean claimUnowned;

    public Exit(CommandContext context) {
      super(context);
    }

    @Override
    WishRequest request() {
      return new WishRequest(
          Slot.EXIT,
          symbol,
          side,
          strategy,
          price,
          quantity,
          OptionParser.fraction("--price-tolerance", tolerance),
          OptionParser.minutes("--expiry-minutes", expiryMinutes),
          null,
          OptionParser.seconds("--poll-seconds", pollSeconds),
          force,
          claimUnowned,
          retry,
          null,
          source());
    }
  }

  @Command(
      name = "entry",
      description = "Wishes an entry: its watcher orders when the quote comes near the limit.",
      footer = {
        "  maxdiff entry BTCUSD --side buy --limit-price 104800 --target-qty 0.5",
        "  maxdiff entry AAPL --side sell --strategy highlow --price 240 --target-qty 10"
      })
  public static final class Entry extends WishCommand {

    @Option(
        names = {"--limit-price", "--price"},
        required = true,
        paramLabel = "P",
        description = "Limit price of the entry; quote currency.")
    Price price;

    @Option(
        names = "--target-qty",
        required = true,
        paramLabel = "Q",
        description = "Position to reach; base units.")
    Quantity quantity;

    @Option(
        names = "--tolerance-pct",
        paramLabel = "F",
        description = "Distance of the quote, as a fraction, within which to order.")
    String tolerance;

    @Option(names = "--priority-rank", paramLabel = "N", description = "Recorded only.")
    String priorityRank;

    public Entry(CommandContext context) {
      super(context);
    }

    @Override
    WishRequest request() {
      Integer rank =
          priorityRank == null
              ? null
              : (int) OptionParser.whole("--priority-rank", priorityRank, 0, Integer.MAX_VALUE);
      return new WishRequest(
          Slot.ENTRY,
          symbol,
          side,
          strategy,
          price,
          quantity,
          OptionParser.fraction("--tolerance-pct", tolerance),
          OptionParser.minutes("--expiry-minutes", expiryMinutes),
          null,
          OptionParser.seconds("--poll-seconds", pollSeconds),
          force,
          false,
          retry,
          rank,
          source());
    }
  }
}
