package dev.maxdiff.http;

/**
 * The answer of {@code GET /v1/health}.
 *
 * @param pid of the runtime
 */
public record HealthView(String status, long pid) {}
