package dev.maxdiff.broker;

import dev.maxdiff.vectors.GroupRunner;
import dev.maxdiff.vectors.VectorCase;
import java.util.Map;

/** Runs the cases about refusals. */
public final class BrokerVectorRunner {

  private BrokerVectorRunner() {}

  public static Map<String, GroupRunner> groups() {
    return Map.of("available_balance", BrokerVectorRunner::availableBalance);
  }

  private static void availableBalance(VectorCase example) {
    String text = example.input().get("text").asText("");
    var refusal = new BrokerException(BrokerException.Failure.REJECTED, 403, 40310000, text);

    VectorCase.same(refusal.available(), example.expect().get("available"));
  }
}
