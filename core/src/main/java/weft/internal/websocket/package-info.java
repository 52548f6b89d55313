/** The WebSocket protocol, RFC 6455 and 7692, without any input and output. */
@NullMarked
package weft.internal.websocket;

import org.jspecify.annotations.NullMarked;
