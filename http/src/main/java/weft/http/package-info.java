/**
 * The HTTP client: {@link weft.http.Http} sends a request and gives a response with a bounded body.
 */
@NullMarked
package weft.http;

import org.jspecify.annotations.NullMarked;
