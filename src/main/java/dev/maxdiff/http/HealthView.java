package dev.maxdiff.http;

/**
 * The JSON body of {@code GET /v1/health}.
 *
 * @param pid process id of the runtime
 */
public record HealthView(String status, long pid) {}
