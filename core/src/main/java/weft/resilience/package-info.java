/** What to do where things fail: try again. */
@NullMarked
package weft.resilience;

import org.jspecify.annotations.NullMarked;
