/** The exchange's REST routes and the transport that calls them without a socket. */
package dev.maxdiff.broker.paper.rest;
