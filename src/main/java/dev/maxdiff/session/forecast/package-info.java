/** Forecasts: prices from the market's history, and the quantity of an entry. */
package dev.maxdiff.session.forecast;
