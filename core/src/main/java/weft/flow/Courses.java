package weft.flow;

import static weft.flow.Throwing.present;
import static weft.flow.Throwing.unchecked;

import weft.Action;
import weft.Mapper;

/** The implementations of {@link Recovering}. */
final class Courses {
  private Courses() {}

  static <T> Source<T> onEach(Source<T> up, Visitor<? super T, ?> visitor) {
    var visit = unchecked(visitor);
    return out ->
        up.run(e -> {
          visit.visit(e);
          out.emit(e);
        });
  }

  static <T> Source<T> onStart(Source<T> up, Action<?> action) {
    return out -> {
      action.run();
      up.run(out);
    };
  }

  static <T> Source<T> onComplete(Source<T> up, Action<?> action) {
    return out -> {
      up.run(out);
      action.run();
    };
  }

  static <T> Source<T> onEnd(Source<T> up, Action<?> action) {
    return out -> Ending.run(() -> up.run(out), action::run);
  }

  static <T> Source<T> onError(Source<T> up, Visitor<? super Throwable, ?> visitor) {
    return out -> {
      var failure = Downstream.<T>of(out).failureOf(up);
      if (failure == null) return;
      try {
        visitor.visit(failure);
      } catch (Throwable t) {
        if (t != failure) t.addSuppressed(failure);
        throw t;
      }
      throw failure;
    };
  }

  static <T, X extends Throwable> Source<T> recover(
      Source<T> up, Class<X> type, Mapper<? super X, ? extends T, ?> f) {
    return handling(up, type, (failure, out) -> out.emit(present(f.apply(failure), "recover")));
  }

  static <T, X extends Throwable> Source<T> recoverWith(
      Source<T> up, Class<X> type, Mapper<? super X, ? extends Flow<? extends T>, ?> f) {
    return handling(
        up, type, (failure, out) -> Sources.run(present(f.apply(failure), "recoverWith"), out));
  }

  private static <T, X extends Throwable> Source<T> handling(
      Source<T> up, Class<X> type, Transformer<? super X, T, Throwable> handler) {
    return out -> {
      var failure = Downstream.<T>of(out).failureOf(up);
      if (failure == null) return;
      if (!type.isInstance(failure)) throw failure;
      handler.transform(type.cast(failure), out);
    };
  }

  static <T> Source<T> ifEmpty(Source<T> up, Flow<? extends T> other) {
    return out -> {
      var any = new boolean[1];
      up.run(e -> {
        any[0] = true;
        out.emit(e);
      });
      if (!any[0]) Sources.run(other, out);
    };
  }
}
