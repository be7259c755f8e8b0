package dev.maxdiff.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The judge must be able to tell right from wrong, and a seed must mean one schedule. */
class LedgerTest {

  private static final WatcherKey KEY = WatcherKey.parse("BTCUSD|buy|s9");
  private static final SlotId SLOT = KEY.slot(Slot.EXIT);

  private final WishRecord ledger = new WishRecord();

  @Test
  void nothingIsWantedBeforeAnythingWasAcknowledged() {
    add("10", 1, 2, WishRecord.Result.REFUSED, 0);

    assertThat(ledger.allowed(SLOT)).containsExactly(Optional.empty());
  }

  @Test
  void theHighestGenerationStands() {
    add("10", 1, 8, WishRecord.Result.ACKNOWLEDGED, 2);
    add("11", 2, 3, WishRecord.Result.ACKNOWLEDGED, 1);

    assertThat(ledger.allowed(SLOT)).containsExactly(expected("10"));
  }

  @Test
  void anUnknownOneMayStandUntilALaterOneIsAcknowledged() {
    add("10", 1, 2, WishRecord.Result.ACKNOWLEDGED, 1);
    add("11", 3, 5, WishRecord.Result.UNKNOWN, 0);
    assertThat(ledger.allowed(SLOT)).containsExactly(expected("10"), expected("11"));

    add("12", 4, 6, WishRecord.Result.ACKNOWLEDGED, 2);
    assertThat(ledger.allowed(SLOT)).containsExactly(expected("11"), expected("12"));

    add("13", 7, 8, WishRecord.Result.ACKNOWLEDGED, 4);
    assertThat(ledger.allowed(SLOT)).containsExactly(expected("13"));
  }

  @Test
  void aWithdrawalLeavesNothing() {
    add("10", 1, 2, WishRecord.Result.ACKNOWLEDGED, 1);
    ledger.add(
        new WishRecord.Entry(new Deed.Withdraw(SLOT), 3, 4, WishRecord.Result.ACKNOWLEDGED, 0));

    assertThat(ledger.allowed(SLOT)).containsExactly(Optional.empty());
  }

  @Test
  void aSeedIsOneSchedule() {
    Duration minute = Duration.ofMinutes(1);

    assertThat(ChaosSchedule.of(7, minute)).isEqualTo(ChaosSchedule.of(7, minute));
    assertThat(ChaosSchedule.of(8, minute)).isNotEqualTo(ChaosSchedule.of(7, minute));
  }

  private void add(String price, long sent, long ended, WishRecord.Result result, long generation) {
    Deed.Want want = new Deed.Want(WishRequest.exit(KEY, Price.parse(price)));
    ledger.add(new WishRecord.Entry(want, sent, ended, result, generation));
  }

  private static Optional<Expected> expected(String price) {
    return Optional.of(new Expected(price, ""));
  }
}
