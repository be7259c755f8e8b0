/** The output of a session: console, files, summary. */
package dev.maxdiff.session.report;
