/** The embedded exchange: a replayed market and one account, served as Alpaca's REST. */
package dev.maxdiff.broker.paper;
