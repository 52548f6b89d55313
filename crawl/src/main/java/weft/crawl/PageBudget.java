package weft.crawl;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import weft.crawl.result.Kind;
import weft.sync.Permit;
import weft.sync.Semaphore;

/**
 * How many more pages are wanted: no more are fetched at once than are missing, so that the crawl
 * ends with exactly as many as were asked for.
 */
final class PageBudget {
  private final @Nullable Semaphore missing;
  private final AtomicInteger left;
  private final Runnable spent;

  /**
   * A budget.
   *
   * @param limit how many pages are wanted in all
   * @param known how many there are from before
   * @param spent called once, when the last one is there
   */
  PageBudget(OptionalInt limit, int known, Runnable spent) {
    int pages = limit.orElse(Integer.MAX_VALUE) - known;
    this.missing = limit.isEmpty() || pages < 1 ? null : new Semaphore(pages);
    this.left = new AtomicInteger(pages);
    this.spent = spent;
  }

  /** Tells whether there are as many as wanted. */
  boolean isSpent() {
    return left.get() < 1;
  }

  /** Makes a visit once it may be needed, and keeps account of what it brings. */
  void spend(Supplier<Kind> visit) {
    if (missing == null) {
      var _ = visit.get();
      return;
    }
    Permit permit = missing.acquire();
    boolean page = false;
    try {
      page = visit.get() == Kind.PAGE;
    } finally {
      if (!page) permit.close();
    }
    if (page && left.decrementAndGet() == 0) spent.run();
  }
}
