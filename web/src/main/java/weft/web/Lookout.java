package weft.web;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import weft.Clock;

/**
 * Has requests that take a while looked after, in case their clients go away. Most are answered
 * before that is worth while, so there is one timer for all of them, which is set only while there
 * are requests that are too young.
 */
final class Lookout {
  /** How old a request is that is looked after; when that is seen, it may be twice as old. */
  private static final Duration AGE = Duration.ofMillis(20);

  private final Clock clock;
  private final Set<Exchange> exchanges;
  private final AtomicBoolean isSet = new AtomicBoolean();

  /** For those that are in {@code exchanges}. */
  Lookout(Clock clock, Set<Exchange> exchanges) {
    this.clock = clock;
    this.exchanges = exchanges;
  }

  /** Called after a request was added. */
  void begin() {
    if (isSet.get() || !isSet.compareAndSet(false, true)) return;
    var _ = clock.callAt(clock.nanoTimeIn(AGE), this::look);
  }

  private void look() {
    isSet.set(false); // who is added from here on sets it again
    long now = clock.nanoTime();
    boolean areThereMore = false;
    for (Exchange exchange : exchanges) {
      if (exchange.watch().isWanted()) continue;
      if (now - exchange.began() >= AGE.toNanos()) exchange.watch().want();
      else areThereMore = true;
    }
    if (areThereMore) begin();
  }
}
