/** Sockets for tasks. */
@NullMarked
package weft.internal.socket;

import org.jspecify.annotations.NullMarked;
