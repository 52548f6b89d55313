/** What of a stack is of interest to whoever uses Weft. */
@NullMarked
package weft.internal.frames;

import org.jspecify.annotations.NullMarked;
