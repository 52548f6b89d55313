package weft.junit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import weft.CancelledError;
import weft.TaskFailedException;
import weft.Weft;
import weft.channel.Channel;
import weft.flow.Flow;

/**
 * Collects a flow in a task of its own, while a script says what has to come out of it, and when.
 *
 * <pre>{@code
 * FlowProbe.of(prices.debounce(ofSeconds(1)), probe -> {
 *   probe.expectNothingFor(ofSeconds(1));
 *   probe.expect("EUR 3");
 *   probe.expectEnd();
 * });
 * }</pre>
 *
 * <p>Elements that the script does not ask for fail the test. Waiting is done in the time of the
 * environment, so that a test on the loop needs none.
 *
 * <p>Source: Turbine, for Kotlin's flows.
 *
 * @param <T> what the flow consists of
 */
public final class FlowProbe<T> {
  /** What has to come out of a flow. */
  @FunctionalInterface
  public interface Script<T, X extends Throwable> {
    /** Asks {@code probe} for all that the flow is to emit. */
    void run(FlowProbe<T> probe) throws X;
  }

  private sealed interface Event<T> {
    record Element<T>(T value) implements Event<T> {
      @Override
      public String toString() {
        return "the element " + value;
      }
    }

    record End<T>() implements Event<T> {
      @Override
      public String toString() {
        return "the end";
      }
    }

    record Failure<T>(Throwable error) implements Event<T> {
      @Override
      public String toString() {
        return "the failure " + error;
      }
    }
  }

  private final Channel<Event<T>> events = Channel.unlimited();
  private boolean over; // used by the script's task
  private boolean ignoring;

  private FlowProbe() {}

  /**
   * Collects {@code flow} for as long as {@code script} runs.
   *
   * @throws AssertionError if something else came out of the flow than the script said
   * @throws CancelledError if the caller is cancelled
   */
  public static <T, X extends Throwable> void of(Flow<T> flow, Script<T, X> script) throws X {
    Objects.requireNonNull(script, "script");
    var probe = new FlowProbe<T>();
    Weft.<X>scope(s -> {
      s.background("flow probe", () -> probe.collect(flow));
      script.run(probe);
      probe.requireNoMore();
    });
  }

  private void collect(Flow<T> flow) {
    Event<T> last;
    try {
      flow.forEach(value -> events.send(new Event.Element<>(value)));
      last = new Event.End<>();
    } catch (CancelledError e) {
      throw e;
    } catch (TaskFailedException e) { // around a checked exception of the flow
      last = new Event.Failure<>(e.getCause() == null ? e : e.getCause());
    } catch (Throwable t) {
      last = new Event.Failure<>(t);
    }
    events.send(last);
  }

  private void requireNoMore() {
    if (ignoring) return;
    var rest = new ArrayList<Event<T>>();
    for (var e = events.tryReceive(); e.isPresent(); e = events.tryReceive()) rest.add(e.get());
    if (!over && rest.size() == 1 && rest.getFirst() instanceof Event.End) return;
    if (!rest.isEmpty()) throw unexpected("nothing more", rest.getFirst());
  }

  private static AssertionError unexpected(String expected, Event<?> event) {
    var error = new AssertionError("expected " + expected + ", but " + event + " came" + when());
    if (event instanceof Event.Failure<?>(var cause)) error.initCause(cause);
    return error;
  }

  private static String when() {
    return Run.CURRENT.find().map(run -> ", at " + Words.of(run.clock().elapsed())).orElse("");
  }

  private Event<T> receive(String expected) {
    if (over) throw new AssertionError("expected " + expected + ", but the flow is over");
    return events.receive();
  }

  /**
   * Waits for the next element.
   *
   * @throws AssertionError if the flow ends or fails instead
   */
  public T next() {
    var event = receive("an element");
    if (event instanceof Event.Element<T>(var value)) return value;
    throw unexpected("an element", event);
  }

  /** Waits for these elements, in this order. */
  @SafeVarargs
  public final FlowProbe<T> expect(T... elements) {
    for (var element : elements) {
      var event = receive("the element " + element);
      if (!(event instanceof Event.Element<T>(var value)) || !Objects.equals(value, element)) {
        throw unexpected("the element " + element, event);
      }
    }
    return this;
  }

  /** Waits for {@code span}, in which nothing may come out of the flow, also not its end. */
  public FlowProbe<T> expectNothingFor(Duration span) {
    Event<T> event = Weft.moveOnAfter(span, () -> receive("nothing")).orElse(null);
    if (event != null) throw unexpected("nothing for " + Words.of(span), event);
    return this;
  }

  /** Waits for the end of the flow. */
  public void expectEnd() {
    var event = receive("the end");
    if (!(event instanceof Event.End)) throw unexpected("the end", event);
    over = true;
  }

  /**
   * Waits for the flow to fail with a {@code type}, and returns the failure: what was thrown in the
   * flow, not what a terminal operation may wrap it in.
   */
  public <F extends Throwable> F expectFailure(Class<F> type) {
    var event = receive("a failure");
    if (event instanceof Event.Failure<T>(var error) && type.isInstance(error)) {
      over = true;
      return type.cast(error);
    }
    throw unexpected("a failure of " + type, event);
  }

  /** Lets whatever else comes out of the flow be, at the end of the script. */
  public void ignoreTheRest() {
    ignoring = true;
  }
}
