/**
 * The {@code weft} command.
 *
 * <p>A command is a class with a {@code spec()}, which says what it is called, takes and does, and
 * is all that help needs; the work is in other classes, loaded when it is to be done.
 */
@NullMarked
package weft.cli;

import org.jspecify.annotations.NullMarked;
