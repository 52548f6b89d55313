/**
 * What a setting that Weft reads once costs: Weft is loaded twice in one JVM, once with each value,
 * and both do the same work in turns.
 */
package weft.bench.overhead;
