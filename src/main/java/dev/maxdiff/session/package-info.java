/** The trading session: sends the wishes of forecasts and plan files to control. */
package dev.maxdiff.session;
