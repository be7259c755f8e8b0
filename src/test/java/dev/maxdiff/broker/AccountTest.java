package dev.maxdiff.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.alpaca.wire.AlpacaReader;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether an account may trade: the published statuses and flags. */
class AccountTest {

  @ParameterizedTest
  @CsvSource({
    "ACTIVE, false, false, false,",
    "PAPER_ONLY, false, false, false,",
    "ONBOARDING, false, false, false, status ONBOARDING",
    "ACCOUNT_UPDATED, false, false, false, status ACCOUNT_UPDATED",
    "SUBMITTED, false, false, false, status SUBMITTED",
    "SUBMISSION_FAILED, false, false, false, status SUBMISSION_FAILED",
    "APPROVAL_PENDING, false, false, false, status APPROVAL_PENDING",
    "REJECTED, false, false, false, status REJECTED",
    "INACTIVE, false, false, false, status INACTIVE",
    "ACTIVE, true, false, false, trading_blocked or trade_suspended_by_user",
    "ACTIVE, false, true, false, trading_blocked or trade_suspended_by_user",
    "ACTIVE, false, false, true, account_blocked",
  })
  void mayTradeOnlyInTheStatusesForIt(
      String status, boolean blocked, boolean suspended, boolean closed, String obstacle)
      throws IOException {
    String json =
        """
        {"account_number": "PA1", "status": "%s", "cash": "1", "equity": "1", "last_equity": "1",
         "buying_power": "1", "non_marginable_buying_power": "1", "multiplier": "1",
         "trading_blocked": %s, "trade_suspended_by_user": %s, "account_blocked": %s}"""
            .formatted(status, blocked, suspended, closed);

    Account account = AlpacaReader.account(JsonText.parse(json));

    assertThat(account.obstacle().orElse(null)).isEqualTo(obstacle);
  }
}
