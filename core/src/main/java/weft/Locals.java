package weft;

import org.jspecify.annotations.Nullable;

/**
 * What all context variables are bound to at one place, to be put in place at another: the {@code
 * copy_context} of Python's contextvars.
 *
 * <pre>{@code
 * var here = Locals.capture();
 * library.onMessage(m -> here.with(() -> handle(m))); // on whichever thread that is called
 * }</pre>
 *
 * <p>Tasks, and Weft's own callbacks, inherit the bindings of whoever starts them; this is for what
 * others call. Immutable. It keeps the values alive for as long as it is itself.
 */
public final class Locals {
  private final @Nullable Binding bindings;

  private Locals(@Nullable Binding bindings) {
    this.bindings = bindings;
  }

  /** Takes the bindings around the caller, in constant time. */
  public static Locals capture() {
    var strand = Strand.find();
    return new Locals(strand == null ? null : strand.bindings);
  }

  /** Runs {@code body} with these bindings in place of the caller's, whatever those are. */
  public <R extends @Nullable Object, X extends Throwable> R with(Body<R, X> body) throws X {
    return Local.withBindings(Strand.current(), bindings, body);
  }

  /** Runs {@code body} with these bindings in place of the caller's, whatever those are. */
  public <X extends Throwable> void with(Action<X> body) throws X {
    Local.withBindings(bindings, body);
  }
}
