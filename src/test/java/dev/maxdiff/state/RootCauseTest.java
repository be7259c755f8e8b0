package dev.maxdiff.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RootCauseTest {

  private static final IOException FULL = new IOException("No space left on device\nand more");

  @Test
  void theFirstLineOfTheInnermostCause() {
    assertThat(RootCause.message(new CompletionException(new IllegalStateException(FULL))))
        .isEqualTo("No space left on device");
  }

  @Test
  void aFailedBatchHasItsCauseInTheNextException() {
    BatchUpdateException batch = new BatchUpdateException("batch", new int[] {1});
    batch.setNextException(new SQLException("row", FULL));

    assertThat(RootCause.message(new CompletionException(batch)))
        .isEqualTo("No space left on device");
  }

  @Test
  void aFailureOfItsOwn() {
    assertThat(RootCause.message(new SQLException("closed"))).isEqualTo("closed");
    assertThat(RootCause.message(new IllegalStateException())).isEqualTo("IllegalStateException");
  }
}
