package weft.crawl.fetch;

/** What a request has to pass: rate and number of requests at once. */
@FunctionalInterface
public interface Gate {
  /** Waits for the turn of one request; the pass is held while it runs. */
  Pass enter();

  /** Hears what came of a request, before its pass is given back. */
  default void answered(Fetched fetched) {}

  /** Hears that a request is over, and its pass given back. */
  default void left() {}

  /** The right to send a request; closing it gives it back. */
  @FunctionalInterface
  interface Pass extends AutoCloseable {
    @Override
    void close();
  }
}
