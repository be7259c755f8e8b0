/** What a session shows and records: console, output files, summary. */
package dev.maxdiff.session.report;
