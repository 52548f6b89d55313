/** The lock inside what must not be slower than a few atomic operations. */
@NullMarked
package weft.internal.lock;

import org.jspecify.annotations.NullMarked;
