package dev.maxdiff.watch.child;

import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WishBounds;
import dev.maxdiff.watch.rules.EntryParameters;
import dev.maxdiff.watch.rules.EntryRules;
import dev.maxdiff.watch.rules.ExitParameters;
import dev.maxdiff.watch.rules.ExitRules;
import dev.maxdiff.watch.rules.WatcherRules;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The checked command line of a watcher (CONTRACT section 4).
 *
 * <p>Two options are beyond the contract: {@code --expires-at} (exchange time, takes precedence
 * over {@code --expiry-minutes}) and {@code --since-generation} (fills of this and later
 * generations count towards the target). An exit without either expiry lives until flat.
 *
 * @param target base units; null = the whole position
 * @param lifetime null = until flat, or given by {@code expiresAt}
 * @param expiresAt exchange time; null = given by {@code lifetime}
 * @param configPath null = the state is reported to the gateway only
 */
public record ChildArguments(
    Slot slot,
    Symbol symbol,
    Side side,
    Price price,
    Quantity target,
    BigDecimal tolerance,
    Duration lifetime,
    Instant expiresAt,
    Duration poll,
    boolean force,
    Integer priorityRank,
    long generation,
    long sinceGeneration,
    Path configPath) {

  static final String ENTRY = "open-position";
  static final String EXIT = "close-position";
  static final String USAGE =
      "usage: open-position SYMBOL --side=buy|sell --limit-price=P --target-qty=Q"
          + " [--tolerance-pct=F] [--expiry-minutes=M] [--expires-at=TIME] [--poll-seconds=S]"
          + " [--asset-class=A] [--config-path=FILE] [--force-immediate] [--priority-rank=N]\n"
          + "       close-position SYMBOL --side=buy|sell --takeprofit-price=P [--target-qty=Q]"
          + " [--price-tolerance=F] [--expiry-minutes=M] [--expires-at=TIME] [--poll-seconds=S]"
          + " [--asset-class=A] [--config-path=FILE] [--since-generation=N]";

  private static final String DEFAULT_POLL = "45";
  private static final Duration DEFAULT_ENTRY_LIFETIME = Duration.ofMinutes(1440);
  private static final Set<String> SHARED =
      Set.of(
          "--side",
          "--expiry-minutes",
          "--expires-at",
          "--asset-class",
          "--poll-seconds",
          "--config-path",
          "--target-qty",
          "--since-generation");

  static ChildArguments parse(List<String> arguments, Map<String, String> environment)
      throws UsageException {
    String command = arguments.isEmpty() ? "" : arguments.get(0);
    boolean entry = command.equals(ENTRY);
    if (!entry && !command.equals(EXIT)) {
      throw new UsageException(
          command.isEmpty() ? "missing command" : "unknown command " + command);
    }
    Set<String> own =
        entry
            ? Set.of("--limit-price", "--tolerance-pct", "--priority-rank")
            : Set.of("--takeprofit-price", "--price-tolerance");
    Set<String> flags = entry ? Set.of("--force-immediate") : Set.of();
    ArgumentParser options =
        ArgumentParser.read(arguments.subList(1, arguments.size()), union(SHARED, own), flags);
    return entry ? entry(options, environment) : exit(options, environment);
  }

  private static ChildArguments entry(ArgumentParser options, Map<String, String> environment)
      throws UsageException {
    Symbol symbol = Symbol.parse(options.positional("SYMBOL"));
    Side side = Side.parse(options.required("--side"));
    if (symbol.isCrypto() && side == Side.SELL) {
      throw new InvalidValueException("side", side, "buy: crypto cannot be shorted");
    }
    String price = options.required("--limit-price");
    String target = options.required("--target-qty");
    Instant expiresAt = expiresAt(options);
    Duration lifetime = lifetime(options);
    checkAssetClass(options);
    long generation = generation(environment);
    return new ChildArguments(
        Slot.ENTRY,
        symbol,
        side,
        ArgumentValues.price("limit-price", price),
        ArgumentValues.quantity(target),
        tolerance(options, "--tolerance-pct", "0.0066"),
        lifetime == null ? DEFAULT_ENTRY_LIFETIME : lifetime,
        expiresAt,
        poll(options),
        options.isSet("--force-immediate"),
        options.value("--priority-rank").map(ChildArguments::rank).orElse(null),
        generation,
        generation,
        configPath(options));
  }

  private static ChildArguments exit(ArgumentParser options, Map<String, String> environment)
      throws UsageException {
    Symbol symbol = Symbol.parse(options.positional("SYMBOL"));
    String side = options.required("--side");
    String price = options.required("--takeprofit-price");
    checkAssetClass(options);
    long generation = generation(environment);
    return new ChildArguments(
        Slot.EXIT,
        symbol,
        Side.parse(side),
        ArgumentValues.price("takeprofit-price", price),
        options.value("--target-qty").map(ArgumentValues::quantity).orElse(null),
        tolerance(options, "--price-tolerance", "0.001"),
        lifetime(options),
        expiresAt(options),
        poll(options),
        false,
        null,
        generation,
        options
            .value("--since-generation")
            .map(text -> ArgumentValues.wholeNumber("since-generation", text))
            .orElse(generation),
        configPath(options));
  }

  /** Returns the rules for these arguments at the exchange time {@code startedAt}. */
  public WatcherRules<?> rules(
      Instant startedAt, Increments increments, Map<String, String> environment) {
    Instant expiry = expiresAt;
    if (expiry == null && lifetime != null) {
      expiry = startedAt.plus(lifetime);
    }
    if (slot == Slot.EXIT) {
      return new ExitRules(
          new ExitParameters(
              symbol,
              side,
              price,
              target,
              tolerance,
              expiry,
              poll,
              increments,
              startedAt,
              sinceGeneration,
              generation));
    }
    return new EntryRules(
        new EntryParameters(
            symbol,
            side,
            price,
            target,
            tolerance,
            expiry,
            poll,
            force,
            priorityRank,
            increments,
            generation,
            environment));
  }

  private static BigDecimal tolerance(ArgumentParser options, String name, String usual) {
    String text = options.value(name).orElse(usual);
    String field = name.substring(2);
    return WishBounds.tolerance(
        field, ArgumentValues.decimal(field, text, "a fraction from 0 to 1"));
  }

  /**
   * Returns the lifetime; zero and less mean one minute. Fractions of a minute serve tests and
   * replays.
   */
  private static Duration lifetime(ArgumentParser options) {
    String text = options.value("--expiry-minutes").orElse(null);
    if (text == null) {
      return null;
    }
    String expected = "minutes, at most " + WishBounds.MAX_LIFE.toMinutes();
    BigDecimal minutes = ArgumentValues.decimal("expiry-minutes", text, expected);
    if (minutes.compareTo(BigDecimal.valueOf(WishBounds.MAX_LIFE.toMinutes())) > 0) {
      throw new InvalidValueException("expiry-minutes", text, expected);
    }
    BigDecimal floored = minutes.signum() <= 0 ? BigDecimal.ONE : minutes;
    return ArgumentValues.millis(floored.multiply(BigDecimal.valueOf(60)));
  }

  private static Instant expiresAt(ArgumentParser options) {
    String text = options.value("--expires-at").orElse(null);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidValueException("expires-at", text, "a time like 2026-01-05T22:00:00Z");
    }
  }

  private static Duration poll(ArgumentParser options) {
    String text = options.value("--poll-seconds").orElse(DEFAULT_POLL);
    String expected = "seconds from 0.01 to 3600";
    BigDecimal seconds = ArgumentValues.decimal("poll-seconds", text, expected);
    if (seconds.signum() <= 0
        || seconds.compareTo(BigDecimal.valueOf(WishBounds.MAX_POLL.toSeconds())) > 0) {
      throw new InvalidValueException("poll-seconds", text, expected);
    }
    Duration poll = ArgumentValues.millis(seconds);
    if (poll.compareTo(WishBounds.MIN_POLL) < 0) {
      throw new InvalidValueException("poll-seconds", text, expected);
    }
    return poll;
  }

  /**
   * Checks the option and ignores its value: the symbol itself determines the asset class (hazard
   * H24).
   */
  private static void checkAssetClass(ArgumentParser options) {
    String text = options.value("--asset-class").orElse("equity");
    if (!text.equalsIgnoreCase("equity") && !text.equalsIgnoreCase("crypto")) {
      throw new InvalidValueException("asset-class", text, "equity or crypto");
    }
  }

  private static Path configPath(ArgumentParser options) {
    String text = options.value("--config-path").orElse(null);
    if (text == null || text.isBlank()) {
      return null;
    }
    boolean home = text.startsWith("~/");
    Path path = home ? Path.of(System.getProperty("user.home"), text.substring(2)) : Path.of(text);
    return path.toAbsolutePath();
  }

  private static long generation(Map<String, String> environment) {
    String text = environment.get("MAXDIFF_GENERATION");
    return text == null ? 0 : ArgumentValues.wholeNumber("MAXDIFF_GENERATION", text);
  }

  private static Integer rank(String text) {
    return WishBounds.rank(Math.toIntExact(ArgumentValues.wholeNumber("priority-rank", text)));
  }

  private static Set<String> union(Set<String> first, Set<String> second) {
    Set<String> all = new HashSet<>(first);
    all.addAll(second);
    return all;
  }
}
