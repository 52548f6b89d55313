package weft.crawl.fetch;

import weft.sync.Permit;

/** What a request has to pass: rate and number of requests at once. */
@FunctionalInterface
public interface Gate {
  /** Waits for the turn of one request; the permit is held while it runs. */
  Permit enter();

  /** Hears that a request is over, and its permit given back. */
  default void left() {}
}
