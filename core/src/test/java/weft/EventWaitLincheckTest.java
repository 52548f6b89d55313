package weft;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.sync.Event;

/** An event, and one who waits for it and is cancelled. */
@Timeout(120)
public class EventWaitLincheckTest extends WaitLincheck {
  private final Event event = new Event();

  @Override
  boolean usePlain() {
    event.set();
    return event.isSet();
  }

  @Override
  boolean useCancellable() {
    event.await();
    return event.isSet();
  }

  @Test
  void modelChecking() {
    check(EventWaitLincheckTest.class);
  }
}
