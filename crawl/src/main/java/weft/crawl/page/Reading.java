package weft.crawl.page;

import java.util.List;

/**
 * What a page is read for, besides its title and links.
 *
 * @param agent the crawler's name, lower case: what pages ask of it by name counts
 * @param rules what to extract
 */
public record Reading(String agent, List<ExtractionRule> rules) {
  static final Reading PLAIN = new Reading("weft", List.of());
}
