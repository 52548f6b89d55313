package weft;

import java.time.Duration;
import java.util.Optional;

/** A callback that an {@link EventLoop} is to run: asyncio's {@code Handle}. */
public sealed interface LoopHandle permits Callback {
  /** Forgets the callback, unless it has begun; from any thread, and as often as one likes. */
  void cancel();

  /** Tells whether it was cancelled. */
  boolean isCancelled();

  /** The {@link EventLoop#time} at which it is to run; empty for one that runs soon. */
  Optional<Duration> when();
}
