package dev.maxdiff.cli.context;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or after its name. */
public final class GlobalOptions {

  private static final String DEFAULT_STATE_DIR = "strategy_state";

  private static final Pattern SUFFIX = Pattern.compile("[A-Za-z0-9_-]{0,40}");

  @Option(
      names = {"-h", "--help"},
      scope = ScopeType.INHERIT,
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @Option(
      names = "--state-dir",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "State directory (default: $STATE_DIR, else strategy_state here).")
  public Path stateDir;

  @Option(
      names = "--venue",
      scope = ScopeType.INHERIT,
      paramLabel = "VENUE",
      description = "embedded, paper or live (default: the one that runs, else embedded).")
  public Venue venue;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Prints more detail, and a stack trace on failure.")
  public boolean verbose;

  private final Map<String, String> environment;

  public GlobalOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  public Location location() {
    return new Location(directory(), venue, suffix());
  }

  /** The older system's venue switch, {@code $PAPER}; null = unset. */
  public String paper() {
    return environment.get("PAPER");
  }

  private Path directory() {
    if (stateDir != null) {
      return expanded(stateDir.toString());
    }
    String fromEnvironment = environment.getOrDefault("STATE_DIR", "").trim();
    return expanded(fromEnvironment.isEmpty() ? DEFAULT_STATE_DIR : fromEnvironment);
  }

  private Path expanded(String path) {
    boolean home = path.equals("~") || path.startsWith("~/");
    String start = environment.getOrDefault("HOME", "~");
    return Path.of(home ? start + path.substring(1) : path);
  }

  private String suffix() {
    String name = environment.getOrDefault("TRADE_STATE_SUFFIX", "").trim();
    if (!SUFFIX.matcher(name).matches()) {
      throw new InvalidValueException("TRADE_STATE_SUFFIX", name, "letters, digits, '_' and '-'");
    }
    return name.isEmpty() || name.startsWith("_") ? name : "_" + name;
  }
}
