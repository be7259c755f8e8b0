package dev.maxdiff.session;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** An account whose fills the test books; equity at the last trade. */
final class FakeAccount implements AccountHistory {

  private final AccountPoint opened;
  private final MarketHistory market;
  private final List<Fill> fills = new CopyOnWriteArrayList<>();
  Supplier<BigDecimal> mark;

  FakeAccount(Instant at, BigDecimal money, MarketHistory market) {
    this.opened = new AccountPoint(at, money, money);
    this.market = market;
    this.mark = () -> market.last(TapeMarket.BTC).orElseThrow().value();
  }

  void book(Fill fill) {
    fills.add(fill);
  }

  long nextSequence() {
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
    for (Fill fill : fills) {
      cash = cash.add(fill.cashChange());
      position = position.add(fill.positionChange());
    }
    BigDecimal value = position.signum() == 0 ? position : position.multiply(mark.get());
    return new AccountPoint(market.now(), cash, cash.add(value));
  }

  @Override
  public List<Fill> fills(long after) {
    return fills.stream().filter(fill -> fill.sequence() > after).toList();
  }
}
