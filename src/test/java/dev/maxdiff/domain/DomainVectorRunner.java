package dev.maxdiff.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.vectors.Deviations;
import dev.maxdiff.vectors.GroupRunner;
import dev.maxdiff.vectors.VectorCase;
import java.util.Map;

/** Runs the vectors of symbols. */
public final class DomainVectorRunner {

  private DomainVectorRunner() {}

  public static Map<String, GroupRunner> groups() {
    return Map.of("symbols", DomainVectorRunner::symbols);
  }

  private static void symbols(VectorCase example) {
    String first = argument(example, 0);
    if (Deviations.NO_SYMBOL.appliesTo(example)) {
      assertThatThrownBy(() -> Symbol.parse(first)).isInstanceOf(InvalidValueException.class);
      String nothing = example.text("fn").equals("broker_symbol") ? first : "false";
      assertThat(example.expect().get("result").asText()).isEqualTo(nothing);
      return;
    }
    if (Deviations.COIN_BY_ITS_FORM.appliesTo(example)) {
      boolean byTheList = example.expect().get("result").asBoolean();
      assertThat(Symbol.parse(first).isCrypto()).isEqualTo(!byTheList);
      return;
    }
    Object result =
        switch (example.text("fn")) {
          case "is_crypto" -> Symbol.parse(first).isCrypto();
          case "is_active_crypto" -> Symbol.parse(first).isActiveCrypto();
          case "broker_symbol" -> Symbol.parse(first).brokerForm();
          case "same_pair" -> Symbol.parse(first).equals(Symbol.parse(argument(example, 1)));
          default -> throw new IllegalArgumentException(example.toString());
        };
    assertThat(result.toString()).isEqualTo(example.expect().get("result").asText());
  }

  private static String argument(VectorCase example, int index) {
    return example.input().get("args").get(index).asText();
  }
}
