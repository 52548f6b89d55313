/** What the test kit sees of the core. */
@NullMarked
package weft.internal.kit;

import org.jspecify.annotations.NullMarked;
