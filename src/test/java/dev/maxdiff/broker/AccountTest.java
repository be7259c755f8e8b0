package dev.maxdiff.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.alpaca.wire.AlpacaReader;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTest {

  @Test
  void anActiveAccountMayTrade() throws IOException {
    assertThat(account("ACTIVE", "").obstacle()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INACTIVE",
        "ONBOARDING",
        "SUBMISSION_FAILED",
        "SUBMITTED",
        "ACCOUNT_UPDATED",
        "APPROVAL_PENDING",
        "REJECTED",
        "ACCOUNT_CLOSED",
        "APPROVED",
        "ACCOUNT_CLOSED_PENDING",
        "ACTION_REQUIRED",
        "LIMITED",
        "SOMETHING_NEW"
      })
  void everyOtherStatusIsNamed(String status) throws IOException {
    assertThat(account(status, "").obstacle()).contains("status " + status);
  }

  @Test
  void aSuspensionByTheUserIsAnObstacle() throws IOException {
    assertThat(account("ACTIVE", ",\"trade_suspended_by_user\":true").obstacle().orElseThrow())
        .contains("trade_suspended_by_user");
  }

  private static Account account(String status, String more) throws IOException {
    JsonNode node =
        JsonText.parse(
            "{\"account_number\":\"PA1\",\"status\":\""
                + status
                + "\",\"cash\":\"1\",\"equity\":\"1\",\"buying_power\":\"1\""
                + more
                + "}");
    return AlpacaReader.account(node);
  }
}
