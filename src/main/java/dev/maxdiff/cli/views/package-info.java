/** Commands that only show: status, prove, history. */
package dev.maxdiff.cli.views;
