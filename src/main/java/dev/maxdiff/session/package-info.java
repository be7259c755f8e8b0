/** The trading session: forecasts and plan files become wishes. */
package dev.maxdiff.session;
