package weft.crawl.store;

import java.util.List;
import weft.crawl.result.Link;
import weft.crawl.result.PageContent;

/**
 * A page as it was stored before.
 *
 * @param content what was on it, its HTML included where it was kept
 * @param links where it links
 */
public record EarlierPage(PageContent content, List<Link> links) {}
