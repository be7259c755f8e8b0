package dev.maxdiff.execution.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.execution.model.OrderRefusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A refusal of the broker keeps its status and code. */
class RefusedTest {

  @ParameterizedTest
  @CsvSource({
    "REJECTED, 403, 40310000, 403, 40310000", // a reserved quantity: retried
    "REJECTED, 403, 0, 403, 40300000", // a 403 without a code: not retried
    "REJECTED, 422, 0, 422, 42210000",
    "NOT_FOUND, 404, 0, 404, 40410000",
    "RATE_LIMITED, 429, 0, 429, 42910000"
  })
  void anUnknownForbiddenIsNotTheOneOfAReservedQuantity(
      Failure failure, int given, int givenCode, int status, int code) {
    OrderRefusal refused = OrderRefusal.from(new BrokerException(failure, given, givenCode, "no"));

    assertThat(GatewayJson.status(refused)).isEqualTo(status);
    assertThat(GatewayJson.code(refused)).isEqualTo(code);
  }
}
