/**
 * The gateway's HTTP side: routes, forms, account views, and the mapping of denials to HTTP status
 * codes.
 */
package dev.maxdiff.execution.gateway;
