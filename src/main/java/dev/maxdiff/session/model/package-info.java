/** Value types and ports that plan, forecast and report share. */
package dev.maxdiff.session.model;
