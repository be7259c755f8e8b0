package dev.maxdiff.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the broker refuses is passed on as what it is. */
class RefusedTest {

  @ParameterizedTest
  @CsvSource({
    "REJECTED, 403, 40310000, 403, 40310000", // a reserved quantity: waited for
    "REJECTED, 403, 0, 403, 40300000", // an unknown no: not waited for, an error
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
