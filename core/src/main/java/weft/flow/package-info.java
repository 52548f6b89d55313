/** Flows: cold, pushed streams of elements, with failures that keep their type. */
@NullMarked
package weft.flow;

import org.jspecify.annotations.NullMarked;
