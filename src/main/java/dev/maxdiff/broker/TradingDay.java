package dev.maxdiff.broker;

import java.time.LocalDate;
import java.time.LocalTime;

/** A day on which the stock exchange trades; times are New York wall clock. */
public record TradingDay(LocalDate date, LocalTime open, LocalTime close) {}
