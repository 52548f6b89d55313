/**
 * Tests on a deterministic loop in virtual time: start at {@link weft.junit.WeftTest}, or at {@link
 * weft.junit.Simulation} outside of JUnit.
 */
@NullMarked
package weft.junit;

import org.jspecify.annotations.NullMarked;
