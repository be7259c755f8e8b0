package dev.maxdiff.cli;

import dev.maxdiff.cli.context.CommandActions;
import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.cli.context.Console;
import dev.maxdiff.cli.context.Converters;
import dev.maxdiff.cli.context.GlobalOptions;
import dev.maxdiff.cli.operations.ChildCommand;
import dev.maxdiff.cli.operations.DoctorCommand;
import dev.maxdiff.cli.operations.ExchangeCommand;
import dev.maxdiff.cli.operations.HelpCommand;
import dev.maxdiff.cli.operations.RunCommand;
import dev.maxdiff.cli.operations.RunFlags;
import dev.maxdiff.cli.operations.ShutdownCommand;
import dev.maxdiff.cli.operations.VersionCommand;
import dev.maxdiff.cli.orders.CancelDuplicatesCommand;
import dev.maxdiff.cli.orders.KillAllCommand;
import dev.maxdiff.cli.orders.LedgerCommand;
import dev.maxdiff.cli.orders.PauseCommand;
import dev.maxdiff.cli.orders.StopCommand;
import dev.maxdiff.cli.orders.WishCommand;
import dev.maxdiff.cli.views.HistoryCommand;
import dev.maxdiff.cli.views.PlanCommand;
import dev.maxdiff.cli.views.ProveCommand;
import dev.maxdiff.cli.views.StatusCommand;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
  private static final Map<String, Function<CommandContext, Object>> COMMANDS = commands();

  @Mixin GlobalOptions options;
  @Mixin RunFlags flags = new RunFlags();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Shows the version.")
  boolean version;

  private final CommandActions actions;

  private Cli(CommandActions actions, GlobalOptions options) {
    this.actions = actions;
    this.options = options;
  }

  /**
   * Builds the command line; {@code main} and the tests start here.
   *
   * @param arguments if the first argument names a command, the other commands are left out: their
   *     description costs much of a short command's time; no arguments = all commands
   */
  public static CommandLine commandLine(
      CommandActions actions, Console console, String... arguments) {
    boolean named =
        arguments.length > 0 && COMMANDS.containsKey(arguments[0]) && !arguments[0].equals("help");
    Set<String> names = named ? Set.of(arguments[0]) : COMMANDS.keySet();
    GlobalOptions options = new GlobalOptions(console.environment());
    CommandContext context = new CommandContext(actions, console, options);
    CommandLine cli = new CommandLine(new Cli(actions, options));
    names.forEach(name -> cli.addSubcommand(name, COMMANDS.get(name).apply(context)));
    Converters.register(cli);
    ErrorFormatter errors = new ErrorFormatter(options);
    cli.setParameterExceptionHandler(errors);
    cli.setExecutionExceptionHandler(errors);
    cli.setExecutionStrategy(Cli::execute);
    cli.setColorScheme(CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF));
    cli.setUsageHelpWidth(HELP_WIDTH);
    describe(cli.getCommandSpec());
    return cli;
  }

  private static Map<String, Function<CommandContext, Object>> commands() {
    Map<String, Function<CommandContext, Object>> commands = new LinkedHashMap<>();
    commands.put("run", RunCommand::new);
    commands.put("exit", WishCommand.Exit::new);
    commands.put("entry", WishCommand.Entry::new);
    commands.put("stop", StopCommand::new);
    commands.put("pause", PauseCommand.Pause::new);
    commands.put("resume", PauseCommand.Resume::new);
    commands.put("shutdown", ShutdownCommand::new);
    commands.put("status", StatusCommand::new);
    commands.put("prove", ProveCommand::new);
    commands.put("history", HistoryCommand::new);
    commands.put("plan", PlanCommand::new);
    commands.put("kill-all", KillAllCommand::new);
    commands.put("cancel-duplicates", CancelDuplicatesCommand::new);
    commands.put("ledger", LedgerCommand::new);
    commands.put("exchange", ExchangeCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("open-position", ChildCommand.Open::new);
    commands.put("close-position", ChildCommand.Close::new);
    commands.put("version", context -> new VersionCommand());
    commands.put("help", context -> new HelpCommand());
    return Collections.unmodifiableMap(commands);
  }

  @Override
  public Integer call() throws Exception {
    return actions.run().run(flags.options(options));
  }

  /** Refuses an option of {@code run} before another command: it would have no effect. */
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
    codes.put("5", "run: ended with a position that no order closes");
    return codes;
  }
}
