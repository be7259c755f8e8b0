package dev.maxdiff.domain;

/** Marks what is written to the journal; bound to {@code jackson-json} in reference.conf. */
public interface JsonSerializable {}
