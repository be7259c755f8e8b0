package dev.maxdiff.broker.alpaca.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.maxdiff.broker.CashTransfer;
import dev.maxdiff.domain.InvalidValueException;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Deposits and withdrawals in the forms that Alpaca answers with. */
class CashTransferReadingTest {

  private static JsonNode activity(String fields) throws JsonProcessingException {
    return new ObjectMapper()
        .readTree(
            ("{'id':'20220101::1','activity_type':'CSW','net_amount':'-500.25'," + fields + "}")
                .replace('\'', '"'));
  }

  @Test
  void readsAnActivityWithItsTime() throws JsonProcessingException {
    assertThat(
            AlpacaReader.cashTransfer(
                activity("'created_at':'2022-01-01T15:04:05.5Z','status':'executed'")))
        .contains(
            new CashTransfer(
                "20220101::1",
                "CSW",
                new BigDecimal("-500.25"),
                Instant.parse("2022-01-01T15:04:05.500Z")));
  }

  @Test
  void readsAnActivityWithADateOnly() throws JsonProcessingException {
    assertThat(AlpacaReader.cashTransfer(activity("'date':'2022-01-01'")).orElseThrow().at())
        .isEqualTo(Instant.parse("2022-01-01T00:00:00Z"));
    assertThatThrownBy(() -> AlpacaReader.cashTransfer(activity("'date':'today'")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("date");
  }

  @Test
  void aCancelledTransferMovedNothing() throws JsonProcessingException {
    assertThat(AlpacaReader.cashTransfer(activity("'date':'2022-01-01','status':'canceled'")))
        .isEmpty();
  }
}
