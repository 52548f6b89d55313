package weft.web;

/**
 * How a WebSocket was closed.
 *
 * @param code 1000 for a normal end, 1001 if a side goes away, 1005 if the client gave no code,
 *     1006 if the connection was lost; RFC 6455 has more
 * @param reason for people, often empty
 */
public record CloseStatus(int code, String reason) {}
