package weft.crawl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import weft.crawl.url.WebUrl;

/** Where a crawl starts, and with that, where it may go. */
record Seeds(List<WebUrl> urls) {
  /** Reads what a person typed. */
  static Seeds parse(Collection<String> texts) {
    var urls = new LinkedHashSet<WebUrl>();
    for (String text : texts) urls.add(parse(text));
    return new Seeds(List.copyOf(urls));
  }

  private static WebUrl parse(String text) {
    return WebUrl.parse(text)
        .orElseThrow(() -> new CrawlException("not a web address: " + text + hint(text)));
  }

  private static String hint(String text) {
    String guess = "https://" + text.strip();
    boolean likely =
        text.indexOf(':') != 0 && WebUrl.parse(guess).isPresent() && !text.contains("://");
    return likely ? " (do you mean " + guess + " ?)" : " (it must begin with http:// or https://)";
  }

  /** These and those of an earlier crawl. */
  Seeds and(Collection<String> earlier) {
    var all = new LinkedHashSet<>(urls);
    for (String text : earlier) WebUrl.parse(text).ifPresent(all::add);
    return new Seeds(List.copyOf(all));
  }

  List<String> texts() {
    return urls.stream().map(WebUrl::toString).toList();
  }

  /** The hosts of the seeds and the given ones. */
  Set<String> authorities(Collection<String> more) {
    var all = new ArrayList<>(more);
    for (WebUrl url : urls) all.add(url.authority());
    return Set.copyOf(all);
  }
}
