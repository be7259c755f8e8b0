/** The trading session: sends wishes by forecast or plan file to control. */
package dev.maxdiff.session;
