package weft.crawl.demo;

import java.util.List;
import java.util.stream.Stream;

/**
 * One link of a page: as it is written, and where it leads.
 *
 * <p>Both are given side by side, so what is expected of a crawler's URL rules does not depend on
 * an implementation of them.
 *
 * @param form the element that carries the link
 * @param href what stands in the attribute, before HTML escaping
 * @param to a normalised path of the site, a normalised URL outside it, or {@link #NOWHERE}
 */
record Link(Form form, String href, String to) {

  /** Where a link leads that is no link for a crawler: another scheme, or no URL at all. */
  static final String NOWHERE = "";

  /** The elements that carry links. */
  enum Form {
    ANCHOR,
    /** With {@code rel=nofollow}. */
    NOFOLLOW,
    /** As an anchor, on a page that asks for its links not to be followed. */
    UNFOLLOWED,
    /** No link, but the URL that the page names as its own. */
    CANONICAL,
    AREA,
    NEXT
  }

  static Link to(String path) {
    return written(path, path);
  }

  static Link written(String href, String to) {
    return new Link(Form.ANCHOR, href, to);
  }

  static Link nowhere(String href) {
    return written(href, NOWHERE);
  }

  Link in(Form otherForm) {
    return new Link(otherForm, href, to);
  }

  boolean leadsInside() {
    return to.startsWith("/");
  }

  /** Whether a crawl goes this way. */
  boolean isFollowed() {
    return leadsInside() && form != Form.NOFOLLOW && form != Form.UNFOLLOWED;
  }

  boolean leadsNowhere() {
    return to.equals(NOWHERE);
  }

  static List<Link> to(Stream<Page> pages) {
    return pages.map(Page::path).map(Link::to).toList();
  }
}
