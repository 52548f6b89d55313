package weft.sql;

/**
 * What a PostgreSQL server passed on by {@code NOTIFY}.
 *
 * @param channel where it was sent to
 * @param payload what was sent; empty if nothing was
 * @param sender the process on the server that sent it
 */
public record Notification(String channel, String payload, int sender) {}
