package weft.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.Clock;
import weft.Environment;
import weft.Weft;
import weft.resilience.Retry;
import weft.sync.RateLimiter;

/** Implementations of {@link Timing}. */
final class Times {
  /** An element, and when it came. */
  private record At<T>(long nanoTime, T element) {}

  private Times() {}

  /** Requires a positive time; a longer one than a timer takes is cut. */
  static Duration positive(Duration duration) {
    if (duration.isPositive()) {
      return duration.compareTo(Clock.FOREVER) > 0 ? Clock.FOREVER : duration;
    }
    throw new IllegalArgumentException("the time must be positive, but is " + duration);
  }

  static Duration notNegative(Duration duration) {
    if (!duration.isNegative()) return duration;
    throw new IllegalArgumentException("the time must not be negative, but is " + duration);
  }

  @SuppressWarnings("unchecked") // what is neither LATE nor null was put
  static <T> Source<List<T>> batch(Source<T> up, int size, Duration time) {
    return out ->
        Crew.run(crew -> {
          var clock = Environment.current().clock();
          var inbox = new Inbox<At<T>>(Merges.AHEAD, 1);
          var unused =
              crew.source(up, (T e) -> inbox.put(new At<>(clock.nanoTimeIn(time), e)), inbox);
          for (var first = inbox.take(); first != null; first = inbox.take()) {
            var batch = new ArrayList<T>();
            batch.add(first.element);
            @Nullable Throwable failure = null;
            try {
              while (batch.size() < size
                  && inbox.takeUntil(clock, first.nanoTime) instanceof At<?> next) {
                batch.add((T) next.element);
              }
            } catch (Throwable t) {
              Ending.requireFailure(t);
              failure = t;
            }
            out.emit(Collections.unmodifiableList(batch));
            if (failure != null) throw failure;
          }
        });
  }

  @SuppressWarnings("unchecked")
  static <T> Source<T> debounce(Source<T> up, Duration quiet) {
    return out ->
        Crew.run(crew -> {
          var clock = Environment.current().clock();
          var inbox = new Inbox<At<T>>(Merges.AHEAD, 1);
          var unused =
              crew.source(up, (T e) -> inbox.put(new At<>(clock.nanoTimeIn(quiet), e)), inbox);
          var last = inbox.take();
          while (last != null) {
            Object next = inbox.takeUntil(clock, last.nanoTime);
            if (next == Inbox.LATE) {
              out.emit(last.element);
              last = inbox.take();
            } else {
              var newer = (At<T>) next;
              // They may have waited here together; between them it may have been quiet all the
              // same.
              boolean gap = newer == null || newer.nanoTime - last.nanoTime >= quiet.toNanos();
              if (gap) out.emit(last.element);
              last = newer;
            }
          }
        });
  }

  @SuppressWarnings("unchecked")
  static <T> Source<T> sample(Source<T> up, Duration period) {
    return out ->
        Crew.run(crew -> {
          var clock = Environment.current().clock();
          long nanos = period.toNanos();
          long next = clock.nanoTimeIn(period);
          var inbox = new Inbox<T>(Merges.AHEAD, 1);
          crew.source(up, inbox);
          @Nullable T last = null;
          for (Object got = inbox.takeUntil(clock, next);
              got != null;
              got = inbox.takeUntil(clock, next)) {
            if (got != Inbox.LATE) {
              last = (T) got;
              continue;
            }
            if (last != null) out.emit(last);
            last = null;
            next += nanos * (1 + Math.max(0, clock.nanoTime() - next) / nanos);
          }
        });
  }

  static <T> Source<T> throttle(Source<T> up, int n, Duration per) {
    return out -> {
      var limiter = RateLimiter.of(n, per);
      up.run(e -> {
        limiter.acquire();
        out.emit(e);
      });
    };
  }

  static <T> Source<T> delayEach(Source<T> up, Duration delay) {
    return out ->
        up.run(e -> {
          Weft.sleep(delay);
          out.emit(e);
        });
  }

  static <T> Source<T> delayStart(Source<T> up, Duration delay) {
    return out -> {
      Weft.sleep(delay);
      up.run(out);
    };
  }

  static <T> Source<T> timeout(Source<T> up, Duration limit) {
    return out ->
        Crew.run(crew -> {
          var inbox = new Inbox<T>(1, 1);
          crew.source(up, inbox);
          while (true) {
            T next = Weft.<@Nullable T, Throwable>timeout(limit, inbox::take);
            if (next == null) return;
            out.emit(next);
          }
        });
  }

  static <T> Source<T> retry(Source<T> up, Retry retry) {
    return out -> {
      var fromDownstream =
          retry.call(() -> {
            var down = Downstream.<T>of(out);
            @Nullable Throwable failure;
            try {
              failure = down.failureOf(up);
            } catch (Throwable t) {
              return new Thrown(t); // it isn't to be retried
            }
            if (failure != null) throw failure;
            return new Thrown(null);
          });
      if (fromDownstream.error != null) throw fromDownstream.error;
    };
  }

  private record Thrown(@Nullable Throwable error) {}

  static Source<Long> tick(Duration period) {
    return out -> {
      var clock = Environment.current().clock();
      long nanos = period.toNanos();
      long next = clock.nanoTimeIn(period);
      for (long n = 0; ; n++, next += nanos) {
        long late = clock.nanoTime() - next;
        if (late >= nanos) {
          n += late / nanos;
          next += late / nanos * nanos;
        }
        Weft.sleep(Duration.ofNanos(next - clock.nanoTime()));
        out.emit(n);
      }
    };
  }
}
