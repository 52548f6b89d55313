package weft;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link EventLoop} is to be made.
 *
 * <pre>{@code
 * EventLoop.options().debug(true).slowStep(Duration.ofMillis(20)).run(() -> serve());
 * }</pre>
 *
 * <p>Immutable.
 */
public final class LoopOptions {
  /** What is a long step if nothing else is said: as in asyncio. */
  static final Duration SLOW = Duration.ofMillis(100);

  static final LoopOptions STANDARD = new LoopOptions(false, SLOW, null);

  private final boolean debug;
  private final Duration slowStep;
  private final @Nullable Environment environment;

  private LoopOptions(boolean debug, Duration slowStep, @Nullable Environment environment) {
    this.debug = debug;
    this.slowStep = slowStep;
    this.environment = environment;
  }

  /**
   * In debug mode the loop refuses {@link EventLoop#callSoon} and its like from other threads,
   * times every step, and reports when its tasks all wait for each other. It is off unless the
   * debug mode of the whole program is on, see {@link Debug}.
   */
  public LoopOptions debug(boolean on) {
    return new LoopOptions(on, slowStep, environment);
  }

  /**
   * From when on a step counts as long, and is reported: 100 ms if nothing is said.
   *
   * @throws IllegalArgumentException if it isn't positive
   */
  public LoopOptions slowStep(Duration limit) {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("a slow step takes " + limit + ", which isn't positive");
    }
    return new LoopOptions(debug, limit, environment);
  }

  /** In what environment the loop's tasks run, without this the caller's. */
  public LoopOptions environment(Environment other) {
    return new LoopOptions(debug, slowStep, Objects.requireNonNull(other, "environment"));
  }

  boolean isDebug() {
    return debug || Debug.isOn();
  }

  Duration slowStep() {
    return slowStep;
  }

  Environment environment() {
    return environment == null ? Environment.current() : environment;
  }

  /** Like {@link EventLoop#run(Body)}, with these options. */
  public <T extends @Nullable Object, X extends Throwable> T run(Body<T, X> body) throws X {
    return EventLoop.run(this, body);
  }

  /** Like {@link EventLoop#run(Action)}, with these options. */
  public <X extends Throwable> void run(Action<X> body) throws X {
    var unused = EventLoop.<@Nullable Object, X>run(this, Works.body(body));
  }

  /** Like {@link EventLoop#open()}, with these options. */
  public EventLoop open() {
    return EventLoop.open(this);
  }
}
