/**
 * What an order manager decides, without actors, requests and clocks: the steps of a task, the
 * journalled state and the duplicate orders; pure.
 */
package dev.maxdiff.execution.decisions;
