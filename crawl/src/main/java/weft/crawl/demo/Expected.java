package weft.crawl.demo;

import java.net.URI;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a crawl of the demo site must bring back, exactly.
 *
 * <p>It holds for a crawl with the default settings from the site's root: this host alone, any
 * depth, robots.txt honoured in the name of {@code weft}, bodies up to 5 MB after decompression, at
 * most 10 redirects in a row, up to 3 retries after 429, 5xx and connection errors (a body that
 * ends early is one), only what is told to be {@code text/html} parsed, and what pages ask for by
 * {@code nofollow}, {@code noindex} and canonical links done. {@code robots.txt} itself is not in
 * it.
 *
 * <p>URLs are normalised: scheme and host in lower case, no default port, dot segments removed
 * ({@code %2e} is a dot), percent-encoding in upper case and unreserved characters decoded, no
 * fragment, {@code /} for an empty path, no empty query. As in browsers, white space around a link
 * and line breaks and tabs within it are dropped, a backslash before the query is a slash, and
 * characters that a URI may not contain are percent-encoded as UTF-8; so is a percent sign that
 * encodes nothing. Nothing else is changed: not the order of parameters, a trailing or a double
 * slash, or {@code index.html}.
 *
 * <p>Links are those of {@code a}, {@code area} and {@code link rel=next}, to {@code http} and
 * {@code https} URLs of any host, the page itself included, followed or not.
 *
 * <p>The maps iterate in the order of a breadth-first walk and can't be changed.
 *
 * @param kinds every URL of the site that a crawl comes to know, and what becomes of it
 * @param depths the smallest number of links on a way from the root to each of these URLs; a
 *     redirect adds none
 * @param requests how often each of them is requested, retries counted; a client that by itself
 *     sends a request again on a fresh connection may need more for those of {@link Kind#FAILED}
 * @param statuses the last status of each {@link Kind#HTTP_ERROR}
 * @param redirects the target of each {@link Kind#REDIRECT} and {@link Kind#REDIRECT_LOOP}, and the
 *     canonical URL of each {@link Kind#DUPLICATE}
 * @param pages title and links of each {@link Kind#PAGE}
 * @param extracted what {@link #RULES} find, on the pages where they find something
 * @param unchanged the pages that a second crawl is told to be unchanged
 */
public record Expected(
    Map<URI, Kind> kinds,
    Map<URI, Integer> depths,
    Map<URI, Integer> requests,
    Map<URI, Integer> statuses,
    Map<URI, URI> redirects,
    Map<URI, ExpectedPage> pages,
    Map<URI, Map<String, String>> extracted,
    Set<URI> unchanged) {

  /** The rules for {@link #extracted}. */
  public static final List<String> RULES = Shop.RULES;

  public Expected {
    kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
    depths = Collections.unmodifiableMap(new LinkedHashMap<>(depths));
    requests = Collections.unmodifiableMap(new LinkedHashMap<>(requests));
    statuses = Collections.unmodifiableMap(new LinkedHashMap<>(statuses));
    redirects = Collections.unmodifiableMap(new LinkedHashMap<>(redirects));
    pages = Collections.unmodifiableMap(new LinkedHashMap<>(pages));
    extracted = Collections.unmodifiableMap(new LinkedHashMap<>(extracted));
    unchanged = Collections.unmodifiableSet(new LinkedHashSet<>(unchanged));
  }

  /**
   * What a page contains.
   *
   * @param title its first title, white space collapsed; empty if it has none
   * @param links where it links, each once
   */
  public record ExpectedPage(String title, Set<URI> links) {

    public ExpectedPage {
      links = Collections.unmodifiableSet(new LinkedHashSet<>(links));
    }
  }

  /** How many URLs there are of each kind; a kind without any counts zero. */
  public Map<Kind, Integer> summary() {
    Map<Kind, Integer> summary = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      summary.put(kind, 0);
    }
    kinds.values().forEach(kind -> summary.merge(kind, 1, Integer::sum));
    return Collections.unmodifiableMap(summary);
  }
}
