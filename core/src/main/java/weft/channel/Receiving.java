package weft.channel;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is made of what comes out of a {@link Core}; as an object, a loop over it. */
final class Receiving<T> implements Iterator<T> {
  private final Core<T> core;
  private @Nullable T next;

  Receiving(Core<T> core) {
    this.core = core;
  }

  @SuppressWarnings("unchecked") // only Ts are sent
  static <T> T orThrow(Core<T> core, Object got) {
    if (got == Core.END) throw core.ended();
    return (T) got;
  }

  @SuppressWarnings("unchecked")
  static <T> Optional<T> orClosed(Core<T> core, Object got) {
    if (got != Core.END) return Optional.of((T) got);
    if (core.failure() != null) throw core.ended();
    return Optional.empty();
  }

  static <T> Optional<T> orNothing(Core<T> core, Object got) {
    return got == Core.NOTHING ? Optional.empty() : orClosed(core, got);
  }

  @Override
  public boolean hasNext() {
    if (next == null) next = orClosed(core, core.receive()).orElse(null);
    return next != null;
  }

  @Override
  public T next() {
    if (!hasNext()) throw new NoSuchElementException("the channel is closed");
    var element = next;
    next = null;
    if (element == null) throw new AssertionError();
    return element;
  }
}
