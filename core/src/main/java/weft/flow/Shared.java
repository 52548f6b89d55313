package weft.flow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Promise;
import weft.Scope;

/** A source whose single run goes to all who run this. */
final class Shared<T> implements Source<T> {
  private static final int AHEAD = 16;

  private final Source<T> up;
  private final Scope scope;
  private final int awaited;
  private final Object lock = new Object();
  private List<Inbox<T>> inboxes = List.of(); // guarded by the lock; replaced, never changed
  private boolean begun;
  private boolean ended;
  private @Nullable Throwable failure;

  Shared(Source<T> up, Scope scope, int awaited) {
    this.up = up;
    this.scope = scope;
    this.awaited = awaited;
  }

  @Override
  public void run(Emitter<? super T> out) throws Throwable {
    var inbox = new Inbox<T>(AHEAD, 1);
    if (joins(inbox)) begin();
    try {
      inbox.drainTo(out);
    } finally {
      leave(inbox);
    }
  }

  /** Adds one who runs this; returns whether the shared run is to begin. */
  private boolean joins(Inbox<T> inbox) {
    synchronized (lock) {
      if (ended) {
        inbox.end(failure);
        return false;
      }
      var more = new ArrayList<>(inboxes);
      more.add(inbox);
      inboxes = more;
      if (begun || more.size() < awaited) return false;
      begun = true;
      return true;
    }
  }

  private void leave(Inbox<T> inbox) {
    synchronized (lock) {
      var less = new ArrayList<>(inboxes);
      less.remove(inbox);
      inboxes = less;
    }
    inbox.abandon();
  }

  private void begin() {
    boolean started = false;
    try {
      var unused = scope.background("shared flow", this::share);
      started = true;
    } finally {
      if (!started) end(new IllegalStateException("the scope of a shared flow has ended"));
    }
  }

  private void share() throws Throwable {
    try {
      up.run(element -> {
        for (var inbox : inboxes()) {
          boolean unused = inbox.put(element);
        }
      });
    } catch (CancelledError e) {
      end(cancelled(e));
      throw e;
    } catch (Throwable t) {
      end(t);
      return;
    }
    end(null);
  }

  private static Throwable cancelled(CancelledError e) {
    var end = new Promise<Object>();
    var unused = end.cancel("the shared flow: " + e.getMessage());
    return Crew.cut(end::await);
  }

  private List<Inbox<T>> inboxes() {
    synchronized (lock) {
      return inboxes;
    }
  }

  private void end(@Nullable Throwable thrown) {
    List<Inbox<T>> all;
    synchronized (lock) {
      ended = true;
      failure = thrown;
      all = inboxes;
    }
    for (var inbox : all) inbox.end(thrown);
  }
}
