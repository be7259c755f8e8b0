/** The times at which a session forecasts. */
package dev.maxdiff.session.schedule;
