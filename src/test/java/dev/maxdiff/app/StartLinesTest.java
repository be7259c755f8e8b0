package dev.maxdiff.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import org.junit.jupiter.api.Test;

class StartLinesTest {

  @Test
  void aPlanThatCannotBeReadIsRefusedOnlyWhereNoWishStands() {
    StartLines lines = lines("plans: plan.csv: no such file");

    assertThatThrownBy(() -> lines.recovering(0))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("plans: plan.csv: no such file");
    assertThatCode(() -> lines.recovering(1)).doesNotThrowAnyException();
    assertThatCode(() -> lines(null).recovering(0)).doesNotThrowAnyException();
  }

  private static StartLines lines(String planProblem) {
    return new StartLines(
        Venue.EMBEDDED, ConfigFactory.empty(), line -> {}, event -> {}, planProblem);
  }
}
