package weft;

import java.util.ArrayDeque;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Foreign contexts taken where a task is started, to be put in place where it runs. */
final class Contexts {
  /** Those found on the class or module path. */
  static final List<ContextCapture> INSTALLED =
      ServiceLoader.load(ContextCapture.class).stream().map(ServiceLoader.Provider::get).toList();

  static final Contexts NONE = new Contexts(List.of());

  private final List<ContextCapture.Snapshot> snapshots;

  private Contexts(List<ContextCapture.Snapshot> snapshots) {
    this.snapshots = snapshots;
  }

  static Contexts capture(Environment environment) {
    var captures = environment.captures();
    if (captures.isEmpty()) return NONE;
    return new Contexts(captures.stream().map(ContextCapture::capture).toList());
  }

  /** {@code body}, in these contexts; itself if there are none. */
  Action<?> wrap(Action<?> body) {
    if (this == NONE) return body;
    Body<@Nullable Object, ?> work = Works.body(body);
    Body<@Nullable Object, Throwable> wrapped = () -> call(work);
    return wrapped;
  }

  /** Runs {@code body} in these contexts. */
  <X extends Throwable> void run(Action<X> body) throws X {
    var unused = this.<@Nullable Object, X>call(Works.body(body));
  }

  /** Runs {@code body} in these contexts. */
  <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
    if (this == NONE) return body.call();
    var restored = new ArrayDeque<ContextCapture.Restored>();
    try {
      for (var snapshot : snapshots) restored.push(snapshot.restore());
      return body.call();
    } finally {
      restored.forEach(ContextCapture.Restored::close);
    }
  }
}
