package dev.maxdiff.execution.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOrderIdTest {

  @ParameterizedTest
  @CsvSource({
    "BTCUSD|buy|maxdiff, ENTRY, 7, 1, mdx-abc123-BTCUSD-b-maxdiff-e-7-1",
    "BRK.B|sell|high_low, EXIT, 1, 12, mdx-abc123-BRK.B-s-high_low-x-1-12",
    "A-B-C|buy|b, EXIT, 0, 3, mdx-abc123-A-B-C-b-b-x-0-3",
    "A-S-E|sell|e, ENTRY, 5, 6, mdx-abc123-A-S-E-s-e-e-5-6",
  })
  void isReadAsItWasWritten(String key, Slot slot, long generation, long n, String text) {
    var id = new ClientOrderId("abc123", WatcherKey.parse(key).slot(slot), generation, n);

    assertThat(id).hasToString(text);
    assertThat(ClientOrderId.parse(text)).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mdx-",
        "mdx-abc12-BTCUSD-b-maxdiff-e-7-1",
        "mdx-abc123-BTCUSD-b-MAX-e-7-1",
        "mdx-abc123-BTCUSD-l-maxdiff-e-7-1",
        "mdx-abc123-BTCUSD-b-maxdiff-e-7-",
        "mdx-abc123-BTCUSD-b-maxdiff-e-7-1 ",
        "mdx-abc123-BTCUSD-b-maxdiff-e-99999999999999999999-1",
        "5b5d3d67-06ad-4ffa-af65-a117d0fc5a59",
      })
  void whatWeDidNotWriteIsNotOurs(String text) {
    assertThat(ClientOrderId.parse(text)).isEmpty();
  }

  @Test
  void theLongestFitsWhatTheBrokerTakes() {
    var key = WatcherKey.parse("A".repeat(20) + "|buy|" + "s".repeat(40));

    assertThat(
            new ClientOrderId("abc123", key.slot(Slot.EXIT), 999_999_999_999L, 999_999_999L)
                .toString())
        .hasSizeLessThanOrEqualTo(ClientOrderId.MAX_LENGTH);
  }

  @Test
  void anInstallationHasSixLettersOrDigits() {
    assertThatThrownBy(() -> new ClientOrderId("a-c", Samples.A.slot(Slot.EXIT), 1, 1))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("installation: a-c (expected: 6 letters or digits)");
  }

  @Test
  void theTagOfAStartFollowsTheInstallation() {
    var id = new ClientOrderId("abc123", "1k9", Samples.A.slot(Slot.EXIT), 7, 1);

    assertThat(id).hasToString("mdx-abc1231k9-BTCUSD-b-a-x-7-1");
    assertThat(ClientOrderId.parse(id.toString())).contains(id);
    assertThat(ClientOrderId.parse("mdx-abc123-BTCUSD-b-a-x-7-1"))
        .get()
        .extracting(ClientOrderId::tag)
        .isEqualTo("");
  }

  @Test
  void anotherTagIsRefused() {
    assertThatThrownBy(() -> new ClientOrderId("abc123", "1K", Samples.A.slot(Slot.EXIT), 1, 1))
        .hasMessageContaining("tag: 1K (expected: 3 of a-z and 0-9, or none)");
  }
}
