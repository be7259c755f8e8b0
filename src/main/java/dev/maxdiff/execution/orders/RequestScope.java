package dev.maxdiff.execution.orders;

import java.util.function.Supplier;

/** A hook around each request of an order manager on virtual time. */
public interface RequestScope {

  /** Adds nothing. */
  RequestScope NONE =
      new RequestScope() {
        @Override
        public <T> T within(String subject, Supplier<T> request) {
          return request.get();
        }
      };

  /**
   * Performs the request.
   *
   * @param subject the slots that it concerns; empty for an observation or a lookup
   */
  <T> T within(String subject, Supplier<T> request);
}
