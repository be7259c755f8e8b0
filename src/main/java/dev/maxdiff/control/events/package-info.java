/** Runtime events: their bus and their history. */
package dev.maxdiff.control.events;
