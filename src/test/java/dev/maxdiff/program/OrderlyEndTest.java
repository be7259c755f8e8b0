package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The key has bought 2 at 100. */
class OrderlyEndTest {

  private static final String NAKED = "Naked: BTCUSD|buy|a: 2 are held and no order closes them\n";

  private final AuditChecker audit = new AuditChecker();
  private int lines;

  @BeforeEach
  void bought() throws JsonProcessingException {
    add("'type':'account','cash':1000");
    add("'type':'order','id':'1'," + of("e") + "'status':'filled','qty':'2','filled_qty':'2'");
    add(
        "'type':'fill',"
            + of("e")
            + "'side':'buy','price':'100','qty':'2','fee':'0','fee_qty':'0','cash_after':'800'");
  }

  private void add(String fields) throws JsonProcessingException {
    lines++;
    audit.add(("{'seq':" + lines + ",'event':" + lines + "," + fields + "}\n").replace('\'', '"'));
    audit.concludeEvent();
  }

  private static String of(String slot) {
    return "'client_order_id':'mdx-abcdef-BTCUSD-b-a-" + slot + "-1-1',";
  }

  private void exit(String quantity) throws JsonProcessingException {
    add(
        "'type':'order','id':'2',"
            + of("x")
            + "'status':'new','filled_qty':'0','qty':'"
            + quantity
            + "'");
  }

  @Test
  void aNakedKeyIsNamed() {
    assertThat(OrderlyEnd.differences("Shutdown\n" + NAKED, 5, audit)).isEmpty();
    assertThat(audit.violations()).isEmpty();
  }

  @Test
  void aNakedKeyThatIsNotNamedIsADifference() {
    assertThat(OrderlyEnd.differences("Shutdown complete\n", 0, audit))
        .containsExactly("BTCUSD|buy|a is not named, and the log shows 2 uncovered");
  }

  @Test
  void aPartThatNoOrderClosesIsUncovered() throws JsonProcessingException {
    exit("1.5");

    assertThat(OrderlyEnd.differences("Shutdown complete\n", 0, audit))
        .containsExactly("BTCUSD|buy|a is not named, and the log shows 0.5 uncovered");
  }

  @Test
  void aCoveredKeyIsNotNamed() throws JsonProcessingException {
    exit("2");

    assertThat(OrderlyEnd.differences("Shutdown complete\n", 0, audit)).isEmpty();
    assertThat(OrderlyEnd.differences(NAKED, 5, audit))
        .containsExactly("BTCUSD|buy|a is named naked, and the log shows it covered");
  }

  @Test
  void aNamedKeyHasFills() {
    assertThat(OrderlyEnd.differences(NAKED + "Naked: BTCUSD|buy|b: words\n", 5, audit))
        .containsExactly("BTCUSD|buy|b is named naked, and the log shows no fill of it");
  }

  @Test
  void theExitCodeAgreesWithTheWords() {
    assertThat(OrderlyEnd.differences(NAKED, 0))
        .isEqualTo(List.of("exit code 0 (expected: 5)"))
        .isEqualTo(OrderlyEnd.differences(NAKED, 0, audit));
    assertThat(OrderlyEnd.differences("", 5)).containsExactly("exit code 5 (expected: 0)");
  }

  @Test
  void anEntryThatMayHaveFilledAfterTheEndIsNoDifference() {
    assertThat(
            OrderlyEnd.differences(
                "Order not confirmed as ended: mdx-abcdef-BTCUSD-b-a-e-1-1\n", 0, audit))
        .isEmpty();
  }
}
