/** The door through which a running program is looked into from outside. */
@NullMarked
package weft.jmx;

import org.jspecify.annotations.NullMarked;
