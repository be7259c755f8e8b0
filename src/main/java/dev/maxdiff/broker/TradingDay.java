package dev.maxdiff.broker;

import java.time.LocalDate;
import java.time.LocalTime;

/** A trading day of the stock exchange; times are New York wall-clock times. */
public record TradingDay(LocalDate date, LocalTime open, LocalTime close) {}
