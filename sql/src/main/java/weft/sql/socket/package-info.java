/** What a driver is given for its connections to the network. */
@NullMarked
package weft.sql.socket;

import org.jspecify.annotations.NullMarked;
