/**
 * The server: {@link weft.web.Routes} say what is where, {@link weft.web.Web} serves them, {@link
 * weft.web.Rooms} tell many WebSockets at once.
 */
@NullMarked
package weft.web;

import org.jspecify.annotations.NullMarked;
