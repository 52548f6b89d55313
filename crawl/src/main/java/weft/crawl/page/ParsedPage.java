package weft.crawl.page;

import java.util.List;
import weft.crawl.url.WebUrl;

/**
 * What a crawl keeps of a page.
 *
 * @param title the first title, white space collapsed; empty if there is none
 * @param charset the charset it was read in
 * @param links where it links, each URL once, in the order of the page
 */
public record ParsedPage(String title, String charset, List<WebUrl> links) {}
