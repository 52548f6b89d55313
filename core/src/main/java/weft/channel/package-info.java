/** Queues between tasks. */
@NullMarked
package weft.channel;

import org.jspecify.annotations.NullMarked;
