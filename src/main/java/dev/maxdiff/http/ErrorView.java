package dev.maxdiff.http;

/**
 * Why a request was not served.
 *
 * @param error one line
 * @param field what the user calls the field that was refused; null when it is about none
 */
record ErrorView(String error, String field) {}
