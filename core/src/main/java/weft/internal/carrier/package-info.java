/**
 * Virtual threads whose continuations run where a given executor runs them: what the JDK has, but
 * shows only to those who were given {@code --add-opens java.base/java.lang}.
 */
@NullMarked
package weft.internal.carrier;

import org.jspecify.annotations.NullMarked;
