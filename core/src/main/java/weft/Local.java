package weft;

import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A context variable: a value for a part of the program, inherited by every task, flow and callback
 * that is started in it.
 *
 * <pre>{@code
 * static final Local<String> USER = Local.of("nobody");
 * USER.with("ada", () -> scope(s -> s.start(() -> IO.println(USER.get())))); // ada
 * }</pre>
 *
 * <p>To bind and to start a task with bindings in place take constant time; to read takes time in
 * the number of bindings around it. A variable has no {@code set}: a binding ends with its body, so
 * that nothing has to be put back.
 *
 * <p>A {@link ScopedValue} is not inherited by the threads of tasks; use this.
 *
 * @param <T> the type of the value
 */
public final class Local<T> {
  private final @Nullable T initial;

  private Local(@Nullable T initial) {
    this.initial = initial;
  }

  /** A variable that is {@code initial} wherever it isn't bound. */
  public static <T> Local<T> of(T initial) {
    return new Local<>(initial);
  }

  /** A variable without a value wherever it isn't bound. */
  public static <T> Local<T> unbound() {
    return new Local<>(null);
  }

  /**
   * Returns the value.
   *
   * @throws NoSuchElementException if it isn't bound here and has no initial value
   */
  public T get() {
    return find()
        .orElseThrow(() -> new NoSuchElementException("the context variable is not bound here"));
  }

  /** Returns the value; empty if it isn't bound here and has no initial one. */
  @SuppressWarnings("unchecked") // with() binds only a T
  public Optional<T> find() {
    var strand = Strand.find();
    for (var b = strand == null ? null : strand.bindings; b != null; b = b.outer()) {
      if (b.local() == this) return Optional.ofNullable((T) b.value());
    }
    return Optional.ofNullable(initial);
  }

  /** Runs {@code body} with this variable bound to {@code value}. */
  public <R extends @Nullable Object, X extends Throwable> R with(T value, Body<R, X> body)
      throws X {
    var strand = Strand.current();
    return withBindings(strand, new Binding(this, value, strand.bindings), body);
  }

  /** Runs {@code body} with this variable bound to {@code value}. */
  public <X extends Throwable> void with(T value, Action<X> body) throws X {
    var unused = this.<@Nullable Object, X>with(value, Works.body(body));
  }

  /** Runs {@code body} with just {@code bindings}. */
  static <X extends Throwable> void withBindings(@Nullable Binding bindings, Action<X> body)
      throws X {
    var unused =
        Local.<@Nullable Object, X>withBindings(Strand.current(), bindings, Works.body(body));
  }

  static <R extends @Nullable Object, X extends Throwable> R withBindings(
      Strand strand, @Nullable Binding bindings, Body<R, X> body) throws X {
    var before = strand.bindings;
    strand.bindings = bindings;
    try {
      return body.call();
    } finally {
      strand.bindings = before;
    }
  }
}
