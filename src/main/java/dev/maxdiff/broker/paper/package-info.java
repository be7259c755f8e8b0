/** The embedded exchange: market replay, matching, account, audit log, served as Alpaca's REST. */
package dev.maxdiff.broker.paper;
