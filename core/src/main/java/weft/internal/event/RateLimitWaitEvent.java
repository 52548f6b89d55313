package weft.internal.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A task waited for its turn at a rate limiter. */
@Name("weft.RateLimitWait")
@Label("Rate Limit Wait")
@Description("A task waited for its turn at a rate limiter")
@Category("Weft")
@StackTrace(true)
final class RateLimitWaitEvent extends Event {
  private static final RateLimitWaitEvent PROBE = new RateLimitWaitEvent();

  @Label("Limiter")
  @Nullable String on;

  /** Whether anybody records these. */
  static boolean isRecorded() {
    return PROBE.isEnabled();
  }

  /** One that begins now. */
  static Timed begin(String on) {
    var event = new RateLimitWaitEvent();
    event.on = on;
    return new Recorded(event);
  }
}
