package weft.crawl.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import weft.crawl.url.WebUrl;

/** Keeps what start tags say of where a page links. */
final class Finder {
  /** The tags it wants to see, and no others. */
  static final Set<String> WANTED = Set.of("a", "area", "base", "link");

  private static final Set<String> RELATIONS = Set.of("next", "prev");

  private final List<String> references = new ArrayList<>();
  private Optional<String> base = Optional.empty();

  void see(StartTag tag) {
    switch (tag.name()) {
      case "a", "area" -> tag.attribute("href").ifPresent(references::add);
      case "base" -> {
        if (base.isEmpty()) base = tag.attribute("href");
      }
      case "link" -> {
        if (leadsOn(tag.attribute("rel").orElse(""))) {
          tag.attribute("href").ifPresent(references::add);
        }
      }
      default -> {}
    }
  }

  private static boolean leadsOn(String relations) {
    for (String relation : relations.split("\\s+", -1)) {
      if (RELATIONS.contains(relation.toLowerCase(Locale.ROOT))) return true;
    }
    return false;
  }

  /** Where the page at {@code url} links, each URL once, in the order of the page. */
  List<WebUrl> links(WebUrl url) {
    WebUrl start = base.flatMap(url::resolve).orElse(url);
    var links = new LinkedHashSet<WebUrl>(references.size() * 2);
    for (String reference : references) start.resolve(reference).ifPresent(links::add);
    return List.copyOf(links);
  }
}
