/** Tasks, scopes, outcomes, cancellation, time and context: start at {@link weft.Weft}. */
@NullMarked
package weft;

import org.jspecify.annotations.NullMarked;
