/** The exchange's audit log. */
package dev.maxdiff.broker.paper.audit;
