/** What the commands read and do without a running runtime, under the lock of the venue. */
package dev.maxdiff.runtime.offline;
