package weft.flow;

import java.util.List;
import java.util.Optional;

/**
 * A page of a longer list, as a service hands it out.
 *
 * @param items what is on the page
 * @param next what to ask the next page with; empty on the last one
 * @param <T> the type of the items
 * @param <K> the type of the token
 */
public record Page<T, K>(List<? extends T> items, Optional<K> next) {
  /** A page with another one after it. */
  public static <T, K> Page<T, K> of(List<? extends T> items, K next) {
    return new Page<>(items, Optional.of(next));
  }

  /** The last page. */
  public static <T, K> Page<T, K> last(List<? extends T> items) {
    return new Page<>(items, Optional.empty());
  }
}
