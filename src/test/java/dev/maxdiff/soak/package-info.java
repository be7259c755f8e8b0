/**
 * The soak: real watchers on a broker that misbehaves all the time, wishes that never rest, and
 * accounts that must agree in the end. It shares broker, market and judge with the chaos run, where
 * the runtime itself is attacked.
 */
package dev.maxdiff.soak;
