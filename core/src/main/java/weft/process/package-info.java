/** Processes of the operating system that end with the task that started them. */
@NullMarked
package weft.process;

import org.jspecify.annotations.NullMarked;
