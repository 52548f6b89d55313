package weft.internal.event;

import jdk.jfr.Event;

/** An event that is recorded at its end, from its making on. */
final class Recorded extends Timed {
  private final Event event;

  Recorded(Event event) {
    this.event = event;
    event.begin();
  }

  @Override
  public void end() {
    event.commit();
  }
}
