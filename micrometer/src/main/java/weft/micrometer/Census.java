package weft.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import weft.Debug;
import weft.inspect.TaskState;

/** Counts the tasks of the program, not too often. */
final class Census {
  private final Object lock = new Object();
  private final Duration valid;
  private Map<TaskState, Integer> counts = Map.of(); // guarded by the lock, like the rest
  private long counted;

  Census(Duration valid) {
    this.valid = valid;
  }

  void bindTo(MeterRegistry registry) {
    for (var state : TaskState.values()) {
      var unused =
          Gauge.builder("weft.tasks", () -> count(registry, state))
              .tag("state", state.name().toLowerCase(Locale.ROOT))
              .description("tasks that have not ended")
              .strongReference(true)
              .register(registry);
    }
  }

  /** By the registry's clock, which tests may have in hand. */
  private int count(MeterRegistry registry, TaskState state) {
    synchronized (lock) {
      long now = registry.config().clock().monotonicTime();
      if (counts.isEmpty() || now - counted >= valid.toNanos()) {
        counts = Debug.taskTree(0).states();
        counted = now;
      }
      return counts.getOrDefault(state, 0);
    }
  }
}
