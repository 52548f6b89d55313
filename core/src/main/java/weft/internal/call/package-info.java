/** What those need who call other people's code: not exported. */
@NullMarked
package weft.internal.call;

import org.jspecify.annotations.NullMarked;
