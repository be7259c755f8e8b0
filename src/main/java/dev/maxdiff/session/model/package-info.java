/** Value types and ports of plan, forecast and report. */
package dev.maxdiff.session.model;
