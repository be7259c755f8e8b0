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

/** The log permits the right orders of a slot, and a seed means one schedule. */
class RequestLogTest {

  private static final WatcherKey KEY = WatcherKey.parse("BTCUSD|buy|s9");
  private static final SlotId SLOT = KEY.slot(Slot.EXIT);

  private final RequestLog requests = new RequestLog();

  @Test
  void aSlotHasNoWishBeforeTheFirstAcknowledgement() {
    add("10", 1, 2, RequestLog.Result.REFUSED, 0);

    assertThat(requests.allowed(SLOT)).containsExactly(Optional.empty());
  }

  @Test
  void theWishOfTheHighestGenerationStands() {
    add("10", 1, 8, RequestLog.Result.ACKNOWLEDGED, 2);
    add("11", 2, 3, RequestLog.Result.ACKNOWLEDGED, 1);

    assertThat(requests.allowed(SLOT)).containsExactly(expected("10"));
  }

  @Test
  void anUnansweredWishMayStandUntilALaterWishIsAcknowledged() {
    add("10", 1, 2, RequestLog.Result.ACKNOWLEDGED, 1);
    add("11", 3, 5, RequestLog.Result.UNKNOWN, 0);
    assertThat(requests.allowed(SLOT)).containsExactly(expected("10"), expected("11"));

    add("12", 4, 6, RequestLog.Result.ACKNOWLEDGED, 2);
    assertThat(requests.allowed(SLOT)).containsExactly(expected("11"), expected("12"));

    add("13", 7, 8, RequestLog.Result.ACKNOWLEDGED, 4);
    assertThat(requests.allowed(SLOT)).containsExactly(expected("13"));
  }

  @Test
  void aWithdrawalLeavesNoWish() {
    add("10", 1, 2, RequestLog.Result.ACKNOWLEDGED, 1);
    requests.add(
        new RequestLog.Entry(
            new ChaosAction.WithdrawWish(SLOT), 3, 4, RequestLog.Result.ACKNOWLEDGED, 0));

    assertThat(requests.allowed(SLOT)).containsExactly(Optional.empty());
  }

  @Test
  void aSeedGivesOneSchedule() {
    Duration minute = Duration.ofMinutes(1);

    assertThat(ChaosSchedule.of(7, minute)).isEqualTo(ChaosSchedule.of(7, minute));
    assertThat(ChaosSchedule.of(8, minute)).isNotEqualTo(ChaosSchedule.of(7, minute));
  }

  private void add(String price, long sent, long ended, RequestLog.Result result, long generation) {
    ChaosAction.SubmitWish want =
        new ChaosAction.SubmitWish(WishRequest.exit(KEY, Price.parse(price)));
    requests.add(new RequestLog.Entry(want, sent, ended, result, generation));
  }

  private static Optional<WishedOrder> expected(String price) {
    return Optional.of(new WishedOrder(price, ""));
  }
}
