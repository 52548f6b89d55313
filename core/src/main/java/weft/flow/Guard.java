package weft.flow;

import org.jspecify.annotations.Nullable;
import weft.Weft;

/** The emitter that users' code holds: it checks what is asked of them. */
final class Guard<T> extends Downstream<T> {
  private final Emitter<? super T> out;
  private final String operator;
  private @Nullable Thread owner = Thread.currentThread();

  Guard(Emitter<? super T> out, String operator) {
    this.out = out;
    this.operator = operator;
  }

  /** What emits through a guard. */
  @FunctionalInterface
  interface Guarded<T> {
    void run(Guard<T> out) throws Throwable;
  }

  /** A source that runs {@code body} with a guarded emitter. */
  static <T> Source<T> source(String operator, Guarded<T> body) {
    return out -> {
      var guard = new Guard<T>(out, operator);
      try {
        guard.run(Sources.apart(unused -> body.run(guard)));
      } finally {
        guard.owner = null;
      }
    };
  }

  /** Throws again what a function of the user has swallowed, that would be called for ever. */
  void recall() {
    if (thrown != null) throw Throwing.sneak(thrown);
  }

  @Override
  public void emit(T element) {
    if (Thread.currentThread() != owner) throw misuse();
    if (element == null) throw new NullPointerException(operator + " was given null to emit");
    Weft.checkpoint();
    super.emit(element);
  }

  @Override
  void receive(T element) {
    out.emit(element);
  }

  private IllegalStateException misuse() {
    return new IllegalStateException(
        owner == null
            ? operator + " has ended: it can emit nothing any more"
            : operator
                + " can emit only on the thread that it runs on: to emit from tasks, merge flows or"
                + " send to a channel");
  }

  @Override
  public String toString() {
    return "emitter of " + operator;
  }
}
