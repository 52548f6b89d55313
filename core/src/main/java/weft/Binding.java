package weft;

import org.jspecify.annotations.Nullable;

/** The value of a context variable in a part of the program, and what was bound around it. */
record Binding(Local<?> local, @Nullable Object value, @Nullable Binding outer) {}
