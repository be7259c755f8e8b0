package dev.maxdiff.execution.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.CashTransfer;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.model.Samples;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The account with the transfers of its day. */
class LossReaderTest {

  private final FakeBroker broker = new FakeBroker();
  private final List<Instant> starts = new ArrayList<>();

  private LossReader reader(Supplier<Account> account, boolean sinceOpening) {
    return new LossReader(
        account,
        after -> {
          starts.add(after);
          return broker.transfers(after);
        },
        () -> Samples.AT,
        sinceOpening);
  }

  private void transfer(String amount) {
    List<CashTransfer> all = new ArrayList<>(broker.transfers);
    all.add(new CashTransfer("t" + all.size(), "CSD", new BigDecimal(amount), Samples.AT));
    broker.transfers = List.copyOf(all);
  }

  @Test
  void addsUpTheTransfersOfTheDay() {
    transfer("500");
    transfer("-200.5");

    assertThat(reader(broker::account, true).get().transfers()).isEqualByComparingTo("299.5");
    assertThat(starts).containsOnlyNulls();
  }

  @Test
  void readsTheAccountAgainAfterATransferDuringTheRead() {
    List<Account> reads = new ArrayList<>();
    Supplier<Account> account =
        () -> {
          if (reads.isEmpty()) {
            transfer("-1000");
            broker.cash = broker.cash.subtract(new BigDecimal("1000"));
          }
          reads.add(broker.account());
          return reads.get(reads.size() - 1);
        };

    var read = reader(account, false).get();

    assertThat(reads).hasSize(2);
    assertThat(read.account()).isEqualTo(reads.get(1));
    assertThat(read.transfers()).isEqualByComparingTo("-1000");
  }

  @Test
  void failsWhileTheTransfersDoNotStandStill() {
    LossReader reader =
        reader(
            () -> {
              transfer("1");
              return broker.account();
            },
            false);

    assertThatThrownBy(reader::get).isInstanceOf(BrokerException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-05T15:00:00Z, 2026-01-02T21:00:00Z", // Monday's session after a weekend
    "2026-01-05T21:00:00Z, 2026-01-05T21:00:00Z",
    "2026-01-05T20:59:59Z, 2026-01-02T21:00:00Z",
    "2026-11-27T20:00:00Z, 2026-11-27T18:00:00Z", // a session that closes early
  })
  void theDayStartsAtTheLastClose(Instant now, Instant start) {
    assertThat(LossReader.startOfDay(now)).isEqualTo(start);
  }
}
