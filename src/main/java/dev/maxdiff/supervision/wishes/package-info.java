/**
 * The states and events of a key's slots, and the rules that decide what a new wish means for them;
 * pure.
 */
package dev.maxdiff.supervision.wishes;
