package dev.maxdiff.http;

/**
 * The JSON body of a refused or failed request.
 *
 * @param error the reason, one line
 * @param field the refused field under the name that the user typed; null if no field is at fault
 */
record ErrorView(String error, String field) {}
