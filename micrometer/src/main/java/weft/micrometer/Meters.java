package weft.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The meters of one thing that has a name. */
final class Meters<T> {
  private final String prefix;
  private final String name;
  private final T of;

  Meters(String prefix, String name, T of) {
    this.prefix = prefix;
    this.name = Objects.requireNonNull(name, "name");
    this.of = Objects.requireNonNull(of, "what is to be watched");
  }

  void gauge(MeterRegistry registry, String what, String description, ToDoubleFunction<T> value) {
    var unused =
        Gauge.builder(prefix + "." + what, () -> value.applyAsDouble(of))
            .tag("name", name)
            .description(description)
            .strongReference(true)
            .register(registry);
  }

  void counter(MeterRegistry registry, String what, String description, ToDoubleFunction<T> value) {
    var unused =
        FunctionCounter.builder(prefix + "." + what, of, value)
            .tag("name", name)
            .description(description)
            .register(registry);
  }
}
