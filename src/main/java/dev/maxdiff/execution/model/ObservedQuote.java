package dev.maxdiff.execution.model;

import dev.maxdiff.broker.Quote;
import java.time.Duration;

/**
 * A quote with its age at the time of the request.
 *
 * @param age on the clock of the watchers
 */
public record ObservedQuote(Quote quote, Duration age) {}
