/** The checks of a wish, and the consistency check of supervisor, process and order. */
package dev.maxdiff.control.checks;
