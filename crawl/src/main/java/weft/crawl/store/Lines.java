package weft.crawl.store;

import java.util.List;
import weft.crawl.result.Visit;

/** Makes lines of pages. */
@FunctionalInterface
interface Lines {
  /** A line for each page of a batch, its end included. */
  String of(List<Visit> batch);
}
