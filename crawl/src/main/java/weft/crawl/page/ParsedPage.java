package weft.crawl.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weft.crawl.url.WebUrl;

/**
 * What a crawl keeps of a page.
 *
 * @param title the first title, white space collapsed; empty if there is none
 * @param charset the charset it was read in
 * @param links where it links, each URL once, in the order of the page
 * @param unfollowed those of them that only {@code rel=nofollow} leads to
 * @param robots what the page itself asks of robots
 * @param canonical the URL that it names as its own, be it this one or another
 * @param extracted what the rules found, by their names
 */
public record ParsedPage(
    String title,
    String charset,
    List<WebUrl> links,
    Set<WebUrl> unfollowed,
    RobotsDirectives robots,
    Optional<WebUrl> canonical,
    Map<String, String> extracted) {}
