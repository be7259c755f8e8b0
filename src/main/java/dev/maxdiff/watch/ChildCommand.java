package dev.maxdiff.watch;

import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Wish;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a watcher is started: the JVM that suits many small processes, and a wish as a command line.
 *
 * <p>Pure; whoever launches adds the environment ({@code APCA_API_BASE_URL}, {@code
 * APCA_API_KEY_ID}, {@code MAXDIFF_GENERATION}).
 */
public final class ChildCommand {

  /**
   * One heap region small enough for hundreds of children. The archive is mapped where it was made
   * for: by default it is moved, which makes every page of it private to every child.
   */
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx32m",
          "-Xss256k",
          "-XX:-UsePerfData",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0");

  private ChildCommand() {}

  /**
   * The bundled child, without its arguments.
   *
   * @param archive made by {@link #makeArchive}; a missing or foreign one is ignored by the JVM
   */
  public static List<String> bundled(Path java, Path jar, Path archive) {
    List<String> command = jvm(java);
    command.add("-XX:SharedArchiveFile=" + archive);
    command.add("-Xlog:disable");
    command.add("-Xlog:all=error:stderr");
    return main(command, jar);
  }

  /** Makes the class-data archive that {@link #bundled} uses; exit code 0 when it is there. */
  public static List<String> makeArchive(Path java, Path jar, Path archive) {
    List<String> command = jvm(java);
    command.add("-XX:ArchiveClassesAtExit=" + archive);
    command.add("-Xlog:disable");
    command.add("-Xlog:all=error:stderr");
    main(command, jar).add(WatcherChild.WARM_UP);
    return command;
  }

  /**
   * The arguments of CONTRACT section 4, which any watcher command understands.
   *
   * @param now exchange time
   */
  public static List<String> arguments(Wish wish, Instant now) {
    boolean entry = wish instanceof EntryWish;
    List<String> arguments = new ArrayList<>();
    arguments.add(entry ? ChildArguments.ENTRY : ChildArguments.EXIT);
    arguments.add(wish.key().symbol().text());
    arguments.add("--side=" + wish.key().side());
    arguments.add((entry ? "--limit-price=" : "--takeprofit-price=") + wish.price());
    wish.quantity().ifPresent(quantity -> arguments.add("--target-qty=" + quantity));
    arguments.add(
        (entry ? "--tolerance-pct=" : "--price-tolerance=") + wish.tolerance().toPlainString());
    wish.expiry().ifPresent(expiry -> arguments.add("--expiry-minutes=" + minutes(now, expiry)));
    arguments.add("--poll-seconds=" + seconds(wish.poll()));
    arguments.add("--asset-class=" + (wish.key().symbol().isCrypto() ? "crypto" : "equity"));
    if (wish instanceof EntryWish entryWish) {
      if (entryWish.force()) {
        arguments.add("--force-immediate");
      }
      if (entryWish.priorityRank() != null) {
        arguments.add("--priority-rank=" + entryWish.priorityRank());
      }
    }
    return arguments;
  }

  /**
   * What the bundled child understands beyond that.
   *
   * @param sinceGeneration the generation in which the wish was accepted: what it and its restarts
   *     have filled counts towards an exit's target
   */
  public static List<String> ownArguments(Wish wish, long sinceGeneration) {
    List<String> arguments = new ArrayList<>();
    wish.expiry().ifPresent(expiry -> arguments.add("--expires-at=" + expiry));
    if (wish instanceof ExitWish) {
      arguments.add("--since-generation=" + sinceGeneration);
    }
    return arguments;
  }

  private static List<String> jvm(Path java) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(JVM);
    return command;
  }

  private static List<String> main(List<String> command, Path jar) {
    command.add("-cp");
    command.add(jar.toString());
    command.add(WatcherChild.class.getName());
    return command;
  }

  /** Whole minutes, at least one, never earlier than wished. */
  private static long minutes(Instant now, Instant expiry) {
    long seconds = Math.max(60, Duration.between(now, expiry).plusMillis(999).toSeconds());
    return (seconds + 59) / 60;
  }

  private static String seconds(Duration poll) {
    BigDecimal seconds =
        BigDecimal.valueOf(poll.toNanos(), 9).setScale(3, RoundingMode.UP).stripTrailingZeros();
    return seconds.toPlainString();
  }
}
