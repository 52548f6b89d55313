package weft.crawl.fetch;

import java.time.Duration;
import java.util.Optional;

/** An attempt that may go better another time; if there is none, this is what came of it. */
final class Again extends Exception {
  private static final long serialVersionUID = 1;

  final transient Fetched fetched;
  final transient Optional<Duration> retryAfter;

  Again(Fetched fetched, Optional<Duration> retryAfter) {
    super(null, null, false, false); // no stack trace: it is a value, thrown for the retry to see
    this.fetched = fetched;
    this.retryAfter = retryAfter;
  }

  static Optional<Duration> wait(Throwable failure) {
    return failure instanceof Again again ? again.retryAfter : Optional.empty();
  }
}
