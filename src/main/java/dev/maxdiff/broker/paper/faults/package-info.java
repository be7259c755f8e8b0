/** The fault plan of the exchange: its file, its rules, and the injection of faults. */
package dev.maxdiff.broker.paper.faults;
