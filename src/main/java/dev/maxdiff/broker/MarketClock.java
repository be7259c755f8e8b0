package dev.maxdiff.broker;

import java.time.Instant;

/** The broker's time, and the next open and close of the stock exchange. */
public record MarketClock(Instant at, boolean isOpen, Instant nextOpen, Instant nextClose) {}
