package dev.maxdiff.runtime.context;

import dev.maxdiff.execution.orders.FinalOrders;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The end of the orders, around the end of the watchers (DESIGN 4.4). */
public interface OrdersEnd {

  /** No orders: the runtime has no gateway yet. */
  OrdersEnd NONE =
      new OrdersEnd() {
        @Override
        public CompletionStage<Void> settle() {
          return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<FinalOrders.Report> report() {
          return CompletableFuture.completedStage(FinalOrders.Report.NOTHING);
        }

        @Override
        public void hurry() {}
      };

  /** Begins the cancels; completes when the watchers may be ended. */
  CompletionStage<Void> settle();

  /** Returns what is left, after the end of the watchers. */
  CompletionStage<FinalOrders.Report> report();

  /** Ends the wait of {@link #settle} at once. */
  void hurry();
}
