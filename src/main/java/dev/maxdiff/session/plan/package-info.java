/** Plan files: parse, check and follow their rows. */
package dev.maxdiff.session.plan;
