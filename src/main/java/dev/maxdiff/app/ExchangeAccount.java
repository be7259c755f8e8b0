package dev.maxdiff.app;

import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.broker.paper.view.ExchangeReport;
import dev.maxdiff.domain.Side;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.session.model.AccountFill;
import dev.maxdiff.session.model.AccountHistory;
import java.math.BigDecimal;
import java.util.List;

/** The account of the embedded exchange, for a session. */
final class ExchangeAccount implements AccountHistory {

  private final PaperExchange exchange;

  ExchangeAccount(PaperExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public AccountPoint opened() {
    ExchangeReport report = report();
    return new AccountPoint(report.from(), report.startingCash(), report.startingCash());
  }

  @Override
  public AccountPoint now() {
    ExchangeReport report = report();
    return new AccountPoint(report.until(), report.cash(), report.equity());
  }

  @Override
  public List<AccountFill> fills(long after) {
    return report().fills().stream()
        .filter(fill -> fill.number() > after)
        .map(ExchangeAccount::fill)
        .toList();
  }

  /** Returns the report at once: the exchange completes the stage from memory. */
  private ExchangeReport report() {
    return exchange.report().toCompletableFuture().join();
  }

  private static AccountFill fill(dev.maxdiff.broker.paper.engine.ExchangeFill fill) {
    boolean feeInCoin = fill.side() == Side.BUY && fill.coinFee().signum() > 0;
    return new AccountFill(
        fill.number(),
        fill.at(),
        fill.orderId(),
        ClientOrderId.parse(fill.clientOrderId()).map(ClientOrderId::slot).orElse(null),
        fill.symbol(),
        fill.side(),
        fill.quantity(),
        fill.price(),
        fill.coinFee(),
        feeInCoin ? BigDecimal.ZERO : fill.fee());
  }
}
