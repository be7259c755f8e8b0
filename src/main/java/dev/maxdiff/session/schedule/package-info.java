/** When a session forecasts. */
package dev.maxdiff.session.schedule;
