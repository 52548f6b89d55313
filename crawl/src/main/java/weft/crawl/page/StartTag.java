package weft.crawl.page;

import java.util.Optional;

/** A start tag as it is found in a page, in the tree or without one. */
interface StartTag {
  /** The name, in lower case. */
  String name();

  /** The value of an attribute, with its entities undone; empty if there is no such attribute. */
  Optional<String> attribute(String name);
}
