package weft.crawl.result;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of one URL.
 *
 * @param url the URL, normalised
 * @param kind what became of it
 * @param status the last status, 0 if there was no answer; 304 for a page that was stored before
 *     and has not changed since
 * @param attempts how often it was requested
 * @param bytes the size of the body after decompression, as far as it was read
 * @param duration from the beginning of the last attempt to its end
 * @param depth the number of links on the way on which it was found; a redirect adds none
 * @param referrer the page that linked to it first, or redirected; empty for a seed
 * @param detail the target of a redirect, the canonical URL of a duplicate, or one line on what
 *     went wrong
 * @param at when it was known
 */
public record UrlOutcome(
    String url,
    Kind kind,
    int status,
    int attempts,
    long bytes,
    Duration duration,
    int depth,
    Optional<String> referrer,
    Optional<String> detail,
    Instant at) {}
