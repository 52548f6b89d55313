package weft.crawl.result;

import java.util.List;
import java.util.Optional;
import weft.crawl.result.PageContent.Gzipped;

/**
 * One URL done: what became of it, and what was on it.
 *
 * @param outcome what became of it
 * @param page what was found, for a {@link Kind#PAGE}
 * @param links where a page links, in order and each once; what a sitemap names; where a redirect
 *     leads
 * @param loop how many redirects are in the loop that it closes, itself included; 0 if it closes
 *     none. The others were {@link Kind#REDIRECT} before and are {@link Kind#REDIRECT_LOOP} now
 * @param archived the request and the response as records of WARC, where an archive is written
 */
public record Visit(
    UrlOutcome outcome,
    Optional<PageContent> page,
    List<Link> links,
    int loop,
    Optional<Gzipped> archived) {

  /** Without what is only for an archive. */
  public Visit(UrlOutcome outcome, Optional<PageContent> page, List<Link> links, int loop) {
    this(outcome, page, links, loop, Optional.empty());
  }

  /** How many bytes of bodies it holds. */
  public long size() {
    long html = page.flatMap(PageContent::html).map(packed -> packed.bytes().length).orElse(0);
    return html + archived.map(packed -> packed.bytes().length).orElse(0);
  }
}
