package weft.crawl;

import java.util.concurrent.atomic.AtomicReference;
import weft.sync.Event;

/** What every request passes before it is sent, and where all wait while the crawl is paused. */
final class Pause {
  /** Has happened while there is no pause; each pause has an event of its own, its end. */
  private final AtomicReference<Event> end = new AtomicReference<>(new Event());

  Pause() {
    end.get().set();
  }

  void begin() {
    Event last = end.get();
    if (last.isSet()) end.compareAndSet(last, new Event());
  }

  void end() {
    end.get().set();
  }

  boolean isOn() {
    return !end.get().isSet();
  }

  /** Waits while there is a pause. */
  void pass() {
    for (Event next = end.get(); !next.isSet(); next = end.get()) next.await();
  }

  @Override
  public String toString() {
    return isOn() ? "a pause" : "no pause";
  }
}
