/** Locks and limits: FIFO-fair, cancellable, held across suspensions. */
@NullMarked
package weft.sync;

import org.jspecify.annotations.NullMarked;
