/** The runtime as an object: wires every part; what Main and research harnesses start. */
package dev.maxdiff.embed;
