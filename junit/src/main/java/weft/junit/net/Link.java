package weft.junit.net;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How bytes travel: in order and each once, as with TCP, but not at once. Immutable.
 *
 * <p>What is sent goes in segments of at most {@value #SEGMENT} bytes. A segment that is lost is
 * sent again after 200 ms, then 400 ms and so on, and what was sent after it waits for it; one that
 * is lost {@value #TRIES} times breaks the connection.
 */
public final class Link {
  static final int SEGMENT = 1460;
  static final int TRIES = 8;
  private static final long AGAIN = Duration.ofMillis(200).toNanos();
  private static final Link INSTANT = new Link(0, 0, 0, Long.MAX_VALUE, 64 * 1024);

  private final long delay;
  private final long jitter;
  private final double loss;
  private final long bytesPerSecond;
  private final int window;

  private Link(long delay, long jitter, double loss, long bytesPerSecond, int window) {
    this.delay = delay;
    this.jitter = jitter;
    this.loss = loss;
    this.bytesPerSecond = bytesPerSecond;
    this.window = window;
  }

  /** No delay, no loss, no limit; 64 KiB that were sent and not read at most. */
  public static Link instant() {
    return INSTANT;
  }

  /** The same with another time that each segment takes, one way. */
  public Link delay(Duration oneWay) {
    return new Link(notNegative(oneWay), jitter, loss, bytesPerSecond, window);
  }

  /** The same with a random time, {@code most} at most, that each segment takes more. */
  public Link jitter(Duration most) {
    return new Link(delay, notNegative(most), loss, bytesPerSecond, window);
  }

  /**
   * The same with another probability that a segment is lost on its way.
   *
   * @throws IllegalArgumentException if it isn't from 0 to 1
   */
  public Link loss(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("not a probability: " + probability);
    }
    return new Link(delay, jitter, probability, bytesPerSecond, window);
  }

  /** The same with another rate at which bytes can be sent; without one there is no limit. */
  public Link bytesPerSecond(long bytes) {
    if (bytes < 1) throw new IllegalArgumentException("nothing would ever arrive: " + bytes);
    return new Link(delay, jitter, loss, bytes, window);
  }

  /** The same with another number of bytes that may be sent before they are read. */
  public Link window(int bytes) {
    if (bytes < 1) throw new IllegalArgumentException("nothing could be sent: " + bytes);
    return new Link(delay, jitter, loss, bytesPerSecond, bytes);
  }

  int window() {
    return window;
  }

  /** How long the sender is busy with so many bytes, in nanoseconds. */
  long sending(int bytes) {
    return bytesPerSecond == Long.MAX_VALUE ? 0 : (long) Math.ceil(bytes * 1e9 / bytesPerSecond);
  }

  /** How long a segment is under way, in nanoseconds; negative if it never arrives. */
  long travel(RandomGenerator random) {
    long time = delay + (jitter == 0 ? 0 : random.nextLong(jitter + 1));
    if (loss == 0) return time;
    long again = AGAIN;
    for (int i = 0; i < TRIES; i++) {
      if (random.nextDouble() >= loss) return time;
      time += again;
      again *= 2;
    }
    return -1;
  }

  private static long notNegative(Duration duration) {
    if (duration.isNegative()) throw new IllegalArgumentException("a negative time: " + duration);
    return duration.toNanos();
  }

  @Override
  public String toString() {
    return "link with delay "
        + Duration.ofNanos(delay)
        + ", jitter "
        + Duration.ofNanos(jitter)
        + ", loss "
        + loss;
  }
}
