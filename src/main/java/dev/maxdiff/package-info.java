/** The program's entry point. */
package dev.maxdiff;
