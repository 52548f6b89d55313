package weft.crawl.result;

import java.util.Optional;

/**
 * A URL that was done, as it is found again in the results.
 *
 * @param url the URL
 * @param title the title of a page; empty for all else
 * @param kind what became of it
 * @param status the last status, 0 if there was no answer
 * @param depth the number of links on the way to it
 * @param bytes the size of the body
 * @param millis how long the answer took
 * @param detail the target of a redirect, or one line on what went wrong
 */
public record Entry(
    String url,
    String title,
    Kind kind,
    int status,
    int depth,
    long bytes,
    long millis,
    Optional<String> detail) {}
