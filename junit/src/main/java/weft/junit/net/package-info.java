/** A network in memory, with delay, loss and cuts: start at {@link weft.junit.net.Network}. */
@NullMarked
package weft.junit.net;

import org.jspecify.annotations.NullMarked;
