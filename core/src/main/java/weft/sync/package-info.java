/**
 * Locks, limits, events and barriers: fair in the order of arrival, cancellable, and held across
 * suspensions. Each shows its state and who waits for it.
 */
@NullMarked
package weft.sync;

import org.jspecify.annotations.NullMarked;
