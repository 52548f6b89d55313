/** The timer of the system clock: a timing wheel and the thread that turns it. */
@NullMarked
package weft.internal.time;

import org.jspecify.annotations.NullMarked;
