package weft.http;

/**
 * How a client's connections are used, and were.
 *
 * @param inUse connections that are lent to a call
 * @param idle connections that are open and kept for the next call
 * @param waiting calls that wait for a connection
 * @param opened connections that were opened so far
 * @param requests requests that were sent so far, redirects and further attempts included
 * @param received bytes of bodies that came so far, as they came over the wire
 */
public record HttpStatistics(
    int inUse, int idle, int waiting, long opened, long requests, long received) {}
