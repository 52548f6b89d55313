/** What the JDK's flight recorder is told; nothing where that is missing. */
@NullMarked
package weft.internal.event;

import org.jspecify.annotations.NullMarked;
