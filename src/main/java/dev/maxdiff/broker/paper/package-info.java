/** The embedded exchange: market replay, matching, account and audit log behind Alpaca's REST. */
package dev.maxdiff.broker.paper;
