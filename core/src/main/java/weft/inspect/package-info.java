/** Pictures of a running program: its tasks, what they wait for, and who has that. */
@NullMarked
package weft.inspect;

import org.jspecify.annotations.NullMarked;
