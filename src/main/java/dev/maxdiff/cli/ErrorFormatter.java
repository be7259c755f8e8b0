package dev.maxdiff.cli;

import dev.maxdiff.cli.context.Converters;
import dev.maxdiff.cli.context.ExitCodes;
import dev.maxdiff.cli.context.GlobalOptions;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.http.NoRuntimeException;
import dev.maxdiff.state.OwnedElsewhereException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints every failure as one line on standard error and maps it to an exit code. */
final class ErrorFormatter implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final GlobalOptions options;

  ErrorFormatter(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    printError(command, usageLine(failure), failure);
    return ExitCodes.USAGE;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof NoRuntimeException) {
      printError(command, failure.getMessage() + "; start one with 'maxdiff run'", failure);
      return ExitCodes.NO_RUNTIME;
    }
    printError(command, text(failure), failure);
    if (failure instanceof InvalidValueException) {
      return ExitCodes.USAGE;
    }
    return failure instanceof OwnedElsewhereException ? ExitCodes.REFUSED_OWNER : ExitCodes.FAILED;
  }

  private void printError(CommandLine command, String line, Exception failure) {
    PrintWriter err = command.getErr();
    err.println("maxdiff: " + line.replaceAll("\\s*\\R\\s*", " "));
    if (options.verbose) {
      failure.printStackTrace(err);
    }
    err.flush();
  }

  private static String usageLine(ParameterException failure) {
    if (failure.getCause() instanceof Converters.Refused refused) {
      return refused.messageFor(name(failure.getArgSpec()));
    }
    return failure.getMessage() + suggestion(failure) + hint(failure.getCommandLine());
  }

  private static String suggestion(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    List<String> suggestions = unmatched.getSuggestions();
    return suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
  }

  private static String hint(CommandLine command) {
    return "; see '" + command.getCommandSpec().qualifiedName() + " --help'";
  }

  private static String name(ArgSpec argument) {
    if (argument == null) {
      return "";
    }
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String text(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
