package dev.maxdiff.broker;

import java.time.Instant;

/** The broker's time, and when the stock exchange opens and closes next. */
public record MarketClock(Instant at, boolean isOpen, Instant nextOpen, Instant nextClose) {}
