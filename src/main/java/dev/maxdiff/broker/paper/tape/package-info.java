/** The recorded market: trades, quotes made of them, and the readers of tape files. */
package dev.maxdiff.broker.paper.tape;
