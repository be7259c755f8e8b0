/**
 * What an order manager decides, without actors, requests and clocks: the steps of a task, the
 * journalled state and the duplicate orders; and what is decided for the account as a whole; pure.
 */
package dev.maxdiff.execution.decisions;
