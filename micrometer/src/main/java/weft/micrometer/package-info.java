/** What goes on in Weft, as meters of Micrometer. */
@NullMarked
package weft.micrometer;

import org.jspecify.annotations.NullMarked;
