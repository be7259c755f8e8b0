package dev.maxdiff.domain;

/**
 * Marks the types that are written to the journal; bound to {@code maxdiff-json} in
 * maxdiff-akka.conf.
 */
public interface JsonSerializable {}
