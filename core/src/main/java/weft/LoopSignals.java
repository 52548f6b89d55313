package weft;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import weft.internal.loop.Outside;

/** The signals that an event loop handles. */
final class LoopSignals {
  private final EventLoop loop;
  private final List<Registration> registrations = new ArrayList<>(); // guarded by itself

  LoopSignals(EventLoop loop) {
    this.loop = loop;
  }

  Registration on(String signal, Action<?> callback) {
    Objects.requireNonNull(callback, "callback");
    var outside = loop.dispatcher().outside();
    var handler =
        Signals.on(
            signal,
            () -> {
              if (!loop.isClosed()) loop.callSoonThreadSafe(callback);
            });
    outside.begin(Outside.Kind.SIGNAL);
    var registration =
        new Registration() {
          @Override
          public void close() {
            synchronized (registrations) {
              if (!registrations.remove(this)) return;
            }
            handler.close();
            outside.end(Outside.Kind.SIGNAL);
          }
        };
    synchronized (registrations) {
      registrations.add(registration);
    }
    return registration;
  }

  void close() {
    List<Registration> all;
    synchronized (registrations) {
      all = List.copyOf(registrations);
    }
    all.forEach(Registration::close);
  }
}
