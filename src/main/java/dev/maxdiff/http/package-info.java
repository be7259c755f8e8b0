/** The runtime's loopback HTTP interface. */
package dev.maxdiff.http;
