package weft.crawl.fetch;

import java.time.Duration;
import java.util.Optional;

/**
 * How hard to try.
 *
 * @param timeout for one request, from connecting to the end of the body
 * @param retries after the first attempt, on 429, 5xx and lost connections
 * @param backoff the first wait between attempts; doubled each time
 * @param longestWait what a wait never exceeds, whatever {@code Retry-After} says
 * @param keptAs as whom requests are kept together with their answers; empty where they are not
 */
public record FetchRules(
    Duration timeout,
    int retries,
    Duration backoff,
    Duration longestWait,
    Optional<String> keptAs) {}
