package weft.flow;

import static weft.flow.Throwing.present;
import static weft.flow.Throwing.unchecked;

import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import weft.Body;
import weft.Mapper;
import weft.Weft;

/** Sources of elements that exist, or are computed one from another. */
final class Sources {
  /**
   * How many elements go by between two looks at whether the caller is cancelled. They have a loop
   * of their own, which calls nothing that the compiler can't see through: so it finds out once a
   * stretch, not once an element, what the stages below are.
   */
  private static final int STRETCH = 64;

  private static final int DETOUR = 2;

  private Sources() {}

  /**
   * A source whose loop is compiled by itself, with what follows inlined into it. Else the compiler
   * would inline it into the terminal that runs it, through one frame or two for each stage on the
   * way, and then stop, at its limit of depth, amid the stages on the way back. HotSpot inlines a
   * method into itself once only, so one that calls itself twice before it goes on is called.
   */
  static <T> Source<T> apart(Source<T> loop) {
    return out -> run(loop, out, DETOUR);
  }

  private static <T> void run(Source<T> loop, Emitter<? super T> out, int detour) throws Throwable {
    if (detour > 0) run(loop, out, detour - 1);
    else loop.run(out);
  }

  static <T> Source<T> iterable(Iterable<? extends T> iterable) {
    return apart(out -> iterator(iterable.iterator(), out));
  }

  private static <T> void iterator(Iterator<? extends T> iterator, Emitter<? super T> out) {
    while (iterator.hasNext()) {
      Weft.checkpoint();
      int n = 0;
      do out.emit(present(iterator.next(), "the iterator"));
      while (++n < STRETCH && iterator.hasNext());
    }
  }

  /** A source of something that can be gone through only once. */
  static <T> Source<T> once(Iterator<? extends T> iterator) {
    var used = new AtomicBoolean();
    return apart(out -> {
      if (used.getAndSet(true)) {
        throw new IllegalStateException(
            "a flow of an iterator can be run once; Flow.from(iterable) can be run again");
      }
      iterator(iterator, out);
    });
  }

  static <T> Source<T> stream(Stream<? extends T> stream) {
    return out -> Ending.run(() -> iterator(stream.iterator(), out), stream::close);
  }

  static Source<Integer> range(int from, int to) {
    return apart(out -> {
      for (int i = from; i < to; ) {
        Weft.checkpoint();
        int end = to - i > STRETCH || to - i < 0 ? i + STRETCH : to;
        for (; i < end; i++) out.emit(i);
      }
    });
  }

  static <T> Source<T> iterate(T seed, Mapper<? super T, ? extends T, ?> f) {
    var next = unchecked(f);
    return apart(out -> {
      for (T element = seed; ; element = present(next.apply(element), "iterate")) {
        Weft.checkpoint();
        out.emit(element);
      }
    });
  }

  static <T> Source<T> repeat(Body<? extends T, ?> body) {
    return apart(out -> {
      while (true) {
        Weft.checkpoint();
        out.emit(present(body.call(), "repeat"));
      }
    });
  }

  static <T, S> Source<T> unfold(
      S seed, BiMapper<? super S, ? super Emitter<? super T>, Optional<S>, ?> step) {
    return Guard.source(
        "unfold",
        out -> {
          var state = Optional.of(seed);
          while (state.isPresent()) {
            Weft.checkpoint();
            state = present(step.apply(state.get(), out), "unfold");
            out.recall();
          }
        });
  }

  static <T, K> Source<T> paginate(K first, Mapper<? super K, Page<T, K>, ?> fetcher) {
    var fetch = unchecked(fetcher);
    return out -> {
      var next = Optional.of(first);
      while (next.isPresent()) {
        Weft.checkpoint();
        var page = present(fetch.apply(next.get()), "paginate");
        for (T item : page.items()) out.emit(present(item, "paginate"));
        next = page.next();
      }
    };
  }

  static <T> Source<T> defer(Body<? extends Flow<? extends T>, ?> flow) {
    return out -> run(present(flow.call(), "defer"), out);
  }

  static <T> Source<T> concat(Iterable<? extends Flow<? extends T>> flows) {
    return out -> {
      for (var flow : flows) run(flow, out);
    };
  }

  /** Runs {@code flow} as a part of another one. */
  static <T> void run(Flow<? extends T> flow, Emitter<? super T> out) throws Throwable {
    flow.source.run(out);
  }
}
