package weft.crawl.result;

/**
 * A way from one URL to another: a link of a page, or a redirect.
 *
 * @param url where it leads, normalised
 * @param inside whether that is on one of the hosts being crawled
 */
public record Link(String url, boolean inside) {}
