/**
 * The runtime's loopback HTTP interface: routes, JSON views, and the client of the short commands.
 */
package dev.maxdiff.http;
