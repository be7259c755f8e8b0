/** Forecasts: prices from the market's history, and the size of an entry. */
package dev.maxdiff.session.forecast;
