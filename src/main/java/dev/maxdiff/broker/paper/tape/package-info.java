/** The recorded market: its trades and the reader of tape files. */
package dev.maxdiff.broker.paper.tape;
