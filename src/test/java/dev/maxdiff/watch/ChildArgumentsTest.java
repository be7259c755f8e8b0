package dev.maxdiff.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildArgumentsTest {

  private static final Instant NOW = Instant.parse("2026-01-05T15:00:00Z");

  @Test
  void bothSpellingsOfAnOptionAreOne() throws UsageException {
    ChildArguments one =
        parse("close-position BTC/USD --side=buy --takeprofit-price=110 --poll-seconds=0.2");
    ChildArguments other =
        parse("close-position --side buy btcusd --takeprofit-price 110 --poll-seconds 0.2");

    assertThat(one).isEqualTo(other);
    assertThat(one.poll()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void defaultsAreThoseOfTheContract() throws UsageException {
    ChildArguments entry = parse("open-position AAPL --side=sell --limit-price=1 --target-qty=2");
    ChildArguments exit = parse("close-position AAPL --side=sell --takeprofit-price=1");

    assertThat(entry.tolerance()).isEqualByComparingTo("0.0066");
    assertThat(entry.lifetime()).isEqualTo(Duration.ofMinutes(1440));
    assertThat(entry.poll()).isEqualTo(Duration.ofSeconds(45));
    assertThat(exit.tolerance()).isEqualByComparingTo("0.001");
    assertThat(exit.lifetime()).as("until flat").isNull();
  }

  @ParameterizedTest
  @CsvSource({"0, PT1M", "-3, PT1M", "0.5, PT30S", "90, PT1H30M"})
  void minutesMayBeFractions(String minutes, Duration expected) throws UsageException {
    assertThat(
            parse("close-position AAPL --side=buy --takeprofit-price=1 --expiry-minutes=" + minutes)
                .lifetime())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "--takeprofit-price=1e400, takeprofit-price",
    "--takeprofit-price=-1, takeprofit-price",
    "--poll-seconds=0, poll-seconds",
    "--poll-seconds=1e999999999, poll-seconds",
    "--expiry-minutes=soon, expiry-minutes",
    "--expires-at=2026-01-05, expires-at",
    "--price-tolerance=1.1, price-tolerance",
    "--target-qty=NaN, target-qty",
    "--asset-class=bond, asset-class",
    "--since-generation=1.5, since-generation",
    "--side=short, side"
  })
  void namesTheOptionThatIsWrong(String option, String field) {
    assertThatThrownBy(() -> parse("close-position AAPL --side=buy --takeprofit-price=1 " + option))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith(field + ": ");
  }

  @Test
  void cryptoIsNeverSoldShort() {
    assertThatThrownBy(
            () -> parse("open-position BTCUSD --side=sell --limit-price=1 --target-qty=1"))
        .hasMessageContaining("crypto cannot be shorted");
  }

  @Test
  void aWishBecomesArgumentsThatMeanTheSame() throws UsageException {
    EntryWish entry =
        new EntryWish(
            WatcherKey.parse("BTCUSD|buy|maxdiff"),
            Price.parse("104800.5"),
            Quantity.parse("0.00000001"),
            new BigDecimal("0.02"),
            NOW.plusSeconds(61),
            Duration.ofMillis(1500),
            true,
            3);
    ExitWish exit =
        new ExitWish(
            WatcherKey.parse("AAPL|sell|maxdiff"),
            Price.parse("0.00000001"),
            null,
            BigDecimal.ZERO,
            null,
            Duration.ofSeconds(45),
            false,
            false);

    ChildArguments first = parse(all(entry, 7));
    ChildArguments second = parse(all(exit, 7));

    assertThat(first.price()).isEqualTo(entry.price());
    assertThat(first.target()).isEqualTo(entry.targetQuantity());
    assertThat(first.expiresAt()).isEqualTo(entry.expiresAt());
    assertThat(first.lifetime()).isEqualTo(Duration.ofMinutes(2));
    assertThat(first.poll()).isEqualTo(entry.poll());
    assertThat(first.force()).isTrue();
    assertThat(first.priorityRank()).isEqualTo(3);
    assertThat(second.price()).isEqualTo(exit.price());
    assertThat(second.expiresAt()).isNull();
    assertThat(second.sinceGeneration()).isEqualTo(7);
  }

  @Test
  void theArchiveIsMadeWithTheFlagsItIsUsedWith() {
    List<String> make = ChildCommand.makeArchive(Path.of("java"), Path.of("a.jar"), Path.of("a"));
    List<String> use = ChildCommand.bundled(Path.of("java"), Path.of("a.jar"), Path.of("a"));

    assertThat(make.subList(0, 8)).isEqualTo(use.subList(0, 8));
    assertThat(make).contains("-XX:ArchiveClassesAtExit=a").endsWith("--warm-up");
    assertThat(use).contains("-XX:SharedArchiveFile=a").endsWith(WatcherChild.class.getName());
  }

  private static String all(Wish wish, long generation) {
    List<String> all = new ArrayList<>(ChildCommand.arguments(wish, NOW));
    all.addAll(ChildCommand.ownArguments(wish, generation));
    return String.join(" ", all);
  }

  private static ChildArguments parse(String line) throws UsageException {
    return ChildArguments.parse(Arrays.asList(line.split(" ")), Map.of());
  }
}
