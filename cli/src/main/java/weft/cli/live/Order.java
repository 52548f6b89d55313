package weft.cli.live;

/**
 * What a button of the page says.
 *
 * @param action what to do
 */
record Order(Action action) {
  enum Action {
    PAUSE,
    RESUME,
    STOP,
    /** To be done with the page, after the crawl. */
    CLOSE
  }
}
