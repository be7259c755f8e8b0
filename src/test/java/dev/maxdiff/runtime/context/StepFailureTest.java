package dev.maxdiff.runtime.context;

import static org.assertj.core.api.Assertions.assertThat;

import akka.pattern.StatusReply;
import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class StepFailureTest {

  @Test
  void p11AnOwnRefusalIsUnwrappedAtEveryDepth() {
    InvalidValueException refusal = new InvalidValueException("port", 8700, "a free port");

    assertThat(
            StepFailure.of(
                "the exchange", new CompletionException(new CompletionException(refusal))))
        .isSameAs(refusal);
  }

  @Test
  void p11AnyOtherFailureIsItsMessageAfterTheStep() {
    assertThat(
            StepFailure.of("the exchange", new CompletionException(new IOException("disk full"))))
        .hasMessage("the exchange: disk full");
    assertThat(StepFailure.of("the exchange", new StatusReply.ErrorMessage("played on other data")))
        .hasMessage("the exchange: played on other data");
    assertThat(StepFailure.of("the gateway", new TimeoutException()))
        .hasMessage("the gateway: no answer in time");
  }
}
