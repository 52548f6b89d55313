package weft.web;

import java.time.Duration;

/**
 * A request that is over, for access logs and meters; see {@link ServerBuilder#onAnswered}.
 *
 * @param request whose body can't be read any more
 * @param status of the answer; 101 for a WebSocket that has begun, 0 where no answer was
 * @param isWhole whether all of the answer was sent
 * @param time from the request's headers to the end of its answer
 */
public record Answered(Request request, int status, boolean isWhole, Duration time) {}
