package dev.maxdiff.domain;

/** Marks what is written to the journal; bound to {@code maxdiff-json} in maxdiff-akka.conf. */
public interface JsonSerializable {}
