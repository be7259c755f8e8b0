package dev.maxdiff.state.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Side;
import dev.maxdiff.vectors.Deviations;
import dev.maxdiff.vectors.GroupRunner;
import dev.maxdiff.vectors.VectorCase;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the vectors of sides: of user input, of files of the older system, of brokers' positions.
 */
public final class StateVectorRunner {

  private StateVectorRunner() {}

  public static Map<String, GroupRunner> groups() {
    return Map.of("side", StateVectorRunner::side);
  }

  private static void side(VectorCase example) {
    String first = argument(example, 0);
    if (Deviations.NO_SIDE_AT_ALL.appliesTo(example)) {
      assertThatThrownBy(() -> Side.parse(first)).isInstanceOf(InvalidValueException.class);
    }
    Side meant = Side.meant(first).orElse(Side.SELL);
    Object result =
        switch (example.text("fn")) {
          case "normalise" -> meant;
          case "exit_side" -> meant.opposite();
          case "key" -> WatcherFile.olderSide(first);
          case "same_side" -> sameSide(first, argument(example, 1));
          default -> throw new IllegalArgumentException(example.toString());
        };
    assertThat(result.toString()).isEqualTo(example.expect().get("result").asText());
  }

  private static boolean sameSide(String first, String second) {
    Optional<Side> side = Side.ofHolding(first);
    return side.isPresent() && side.equals(Side.ofHolding(second));
  }

  private static String argument(VectorCase example, int index) {
    return example.input().get("args").get(index).asText("");
  }
}
