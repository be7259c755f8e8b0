package dev.maxdiff.http;

/** The body of {@code POST /v1/kill-all}. */
record KillAllRequest(boolean cancelOrders) {}
