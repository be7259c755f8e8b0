/** Plan files: reading, checking and following their rows. */
package dev.maxdiff.session.plan;
