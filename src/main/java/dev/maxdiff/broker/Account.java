package dev.maxdiff.broker;

import java.math.BigDecimal;

/** The account's money, in quote currency (USD). */
public record Account(
    String number,
    String status,
    BigDecimal cash,
    BigDecimal equity,
    BigDecimal lastEquity,
    BigDecimal buyingPower,
    BigDecimal nonMarginableBuyingPower,
    BigDecimal multiplier,
    boolean tradingBlocked,
    boolean accountBlocked,
    boolean shortingEnabled) {}
