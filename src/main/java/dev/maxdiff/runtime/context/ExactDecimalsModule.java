package dev.maxdiff.runtime.context;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;

/**
 * Keeps every digit of a number in a JSON tree, which holds a double by default: Akka reads a row
 * of format 1 as a tree, because its class has another name today.
 *
 * <p>Public with a public constructor because Akka makes the instance by reflection.
 */
public final class ExactDecimalsModule extends SimpleModule {

  private static final long serialVersionUID = 1;

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    ObjectMapper mapper = context.getOwner();
    mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    mapper.configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
  }
}
