package dev.maxdiff.session.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** An account with fills of the test; equity at the last trade. */
public final class FakeAccount implements AccountHistory {

  private final AccountPoint opened;
  private final MarketHistory market;
  private final List<AccountFill> fills = new CopyOnWriteArrayList<>();
  public Supplier<BigDecimal> mark;

  public FakeAccount(Instant at, BigDecimal money, MarketHistory market) {
    this.opened = new AccountPoint(at, money, money);
    this.market = market;
    this.mark = () -> market.last(TapeMarket.BTC).orElseThrow().value();
  }

  public void add(AccountFill fill) {
    fills.add(fill);
  }

  public long nextSequence() {
    return fills.size() + 1L;
  }

  @Override
  public AccountPoint opened() {
    return opened;
  }

  @Override
  public AccountPoint now() {
    BigDecimal cash = opened.cash();
    BigDecimal position = BigDecimal.ZERO;
    for (AccountFill fill : fills) {
      cash = cash.add(fill.cashChange());
      position = position.add(fill.positionChange());
    }
    BigDecimal value = position.signum() == 0 ? position : position.multiply(mark.get());
    return new AccountPoint(market.now(), cash, cash.add(value));
  }

  @Override
  public List<AccountFill> fills(long after) {
    return fills.stream().filter(fill -> fill.sequence() > after).toList();
  }
}
