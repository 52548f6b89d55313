package weft;

import org.jspecify.annotations.Nullable;

/**
 * Makes one result of several of different types; for two, {@link java.util.function.BiFunction}.
 */
public sealed interface Combiner {
  /** Combines three. */
  @FunctionalInterface
  non-sealed interface Of3<
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      extends Combiner {
    /** Combines the results. */
    R apply(A a, B b, C c);
  }

  /** Combines four. */
  @FunctionalInterface
  non-sealed interface Of4<
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object>
      extends Combiner {
    /** Combines the results. */
    R apply(A a, B b, C c, D d);
  }

  /** Combines five. */
  @FunctionalInterface
  non-sealed interface Of5<
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          R extends @Nullable Object>
      extends Combiner {
    /** Combines the results. */
    R apply(A a, B b, C c, D d, E e);
  }
}
