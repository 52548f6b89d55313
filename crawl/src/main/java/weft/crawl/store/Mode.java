package weft.crawl.store;

/** What is to become of the results that are there. */
enum Mode {
  CREATE,
  REPLACE,
  RESUME,
  REFRESH;

  /** Whether there have to be some. */
  boolean goesOn() {
    return this == RESUME || this == REFRESH;
  }

  /** What such a crawl does to them. */
  String verb() {
    return this == REFRESH ? "refresh" : "resume";
  }
}
