package weft.crawl.demo;

import java.io.IOException;

/** How a page answers a request. */
@FunctionalInterface
interface Answer {

  /**
   * Answers one request.
   *
   * @param attempt 1 for the first GET of this path, 2 for the next, …; a HEAD sees the number that
   *     the next GET will have
   * @throws IOException to cut the connection, or because the client did
   */
  void give(Reply reply, int attempt) throws IOException;

  /** The same answer, but {@code failure} to the first few requests. */
  default Answer after(int failures, Answer failure) {
    return (reply, attempt) -> (attempt <= failures ? failure : this).give(reply, attempt);
  }
}
