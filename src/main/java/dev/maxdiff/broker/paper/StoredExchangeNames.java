package dev.maxdiff.broker.paper;

import dev.maxdiff.broker.paper.engine.ExchangeEvent;
import dev.maxdiff.broker.paper.engine.ExchangeState;
import dev.maxdiff.state.journal.StoredNames;
import dev.maxdiff.state.journal.StoredNames.Entry;

/** The stored names of the events and states of the embedded exchange. */
public final class StoredExchangeNames {

  /** Package of these classes in journals of format 1. */
  private static final String FORMER = "dev.maxdiff.broker.paper.";

  private static final String EVENT = FORMER + "ExchangeEvent$";

  public static final StoredNames ALL =
      StoredNames.of(
          new Entry("exchange.opened", EVENT + "Opened", ExchangeEvent.Opened.class),
          new Entry("exchange.advanced", EVENT + "Advanced", ExchangeEvent.Advanced.class),
          new Entry(
              "exchange.order-accepted",
              EVENT + "OrderAccepted",
              ExchangeEvent.OrderAccepted.class),
          new Entry(
              "exchange.order-activated",
              EVENT + "OrderActivated",
              ExchangeEvent.OrderActivated.class),
          new Entry(
              "exchange.cancel-requested",
              EVENT + "CancelRequested",
              ExchangeEvent.CancelRequested.class),
          new Entry(
              "exchange.order-canceled",
              EVENT + "OrderCanceled",
              ExchangeEvent.OrderCanceled.class),
          new Entry(
              "exchange.order-expired", EVENT + "OrderExpired", ExchangeEvent.OrderExpired.class),
          new Entry(
              "exchange.order-rejected",
              EVENT + "OrderRejected",
              ExchangeEvent.OrderRejected.class),
          new Entry(
              "exchange.replace-requested",
              EVENT + "ReplaceRequested",
              ExchangeEvent.ReplaceRequested.class),
          new Entry(
              "exchange.order-replaced",
              EVENT + "OrderReplaced",
              ExchangeEvent.OrderReplaced.class),
          new Entry(
              "exchange.replace-rejected",
              EVENT + "ReplaceRejected",
              ExchangeEvent.ReplaceRejected.class),
          new Entry(
              "exchange.order-filled", EVENT + "OrderFilled", ExchangeEvent.OrderFilled.class),
          new Entry(
              "exchange.fill-settled", EVENT + "FillSettled", ExchangeEvent.FillSettled.class),
          new Entry("exchange.cash-transferred", "", ExchangeEvent.CashTransferred.class),
          new Entry("exchange.state", FORMER + "ExchangeState", ExchangeState.class));

  private StoredExchangeNames() {}
}
