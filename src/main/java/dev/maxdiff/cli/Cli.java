package dev.maxdiff.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The {@code maxdiff} command: parses, delegates, prints, returns an exit code. */
@Command(
    name = "maxdiff",
    versionProvider = VersionCommand.class,
    synopsisSubcommandLabel = "[COMMAND]",
    description = {
      "Keeps exactly one entry and one exit watcher alive for each wish of a trading loop.",
      "Without a command it starts a paper session, like 'maxdiff run'."
    },
    footer = {
      "  maxdiff                                              a paper session on real trades",
      "  maxdiff exit BTCUSD --side buy --price 110250        a take-profit, from another shell",
      "  maxdiff status",
      "  maxdiff prove"
    })
public final class Cli implements Callable<Integer> {

  private static final int HELP_WIDTH = 100;

  @Mixin Options options;
  @Mixin RunFlags flags = new RunFlags();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Shows the version.")
  boolean version;

  private final Actions actions;

  private Cli(Actions actions, Options options) {
    this.actions = actions;
    this.options = options;
  }

  /** Builds the command line; {@code main} and the tests start here. */
  public static CommandLine commandLine(Actions actions, Console console) {
    Options options = new Options(console.environment());
    Context context = new Context(actions, console, options);
    CommandLine cli =
        new CommandLine(new Cli(actions, options))
            .addSubcommand(new RunCommand(context))
            .addSubcommand(new WishCommand.Exit(context))
            .addSubcommand(new WishCommand.Entry(context))
            .addSubcommand(new StopCommand(context))
            .addSubcommand(new StatusCommand(context))
            .addSubcommand(new ProveCommand(context))
            .addSubcommand(new HistoryCommand(context))
            .addSubcommand(new KillAllCommand(context))
            .addSubcommand(new ExchangeCommand(context))
            .addSubcommand(new ChildCommand.Open(context))
            .addSubcommand(new ChildCommand.Close(context))
            .addSubcommand(new VersionCommand())
            .addSubcommand(new HelpCommand());
    Converters.register(cli);
    Complaints complaints = new Complaints(options);
    cli.setParameterExceptionHandler(complaints);
    cli.setExecutionExceptionHandler(complaints);
    cli.setExecutionStrategy(Cli::execute);
    cli.setColorScheme(CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF));
    cli.setUsageHelpWidth(HELP_WIDTH);
    describe(cli.getCommandSpec());
    return cli;
  }

  @Override
  public Integer call() throws Exception {
    return actions.run().run(flags.options(options));
  }

  /** An option of {@code run} in front of another command would be ignored: it is refused. */
  private static int execute(ParseResult parsed) {
    if (parsed.hasSubcommand()) {
      for (OptionSpec option : parsed.matchedOptions()) {
        if (!option.inherited() && !option.scopeType().equals(CommandLine.ScopeType.INHERIT)) {
          throw new ParameterException(
              parsed.commandSpec().commandLine(), option.longestName() + " belongs behind 'run'");
        }
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static void describe(CommandSpec command) {
    UsageMessageSpec usage = command.usageMessage();
    usage.footerHeading("%nExamples:%n");
    usage.exitCodeListHeading("%nExit codes:%n");
    usage.exitCodeList(exitCodes());
    usage.commandListHeading("%nCommands:%n");
    command.subcommands().values().forEach(sub -> describe(sub.getCommandSpec()));
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", "done");
    codes.put("1", "failed, or denied by the runtime");
    codes.put("2", "bad usage or a bad value");
    codes.put("3", "no runtime answers");
    codes.put("4", "the state directory or account belongs to another");
    return codes;
  }
}
