package weft.flow;

import static weft.flow.Stage.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Methods that run the flow. */
sealed interface Terminals<T> extends Stage<T> permits Flow {
  /**
   * Runs the flow and calls {@code visitor} with each element.
   *
   * @throws X what the visitor throws; it ends the flow
   */
  default <X extends Throwable> void forEach(Visitor<? super T, X> visitor) throws X {
    Terminal.<T, X>run(source(this), Objects.requireNonNull(visitor, "visitor"));
  }

  /** Runs the flow and returns its elements, in a list that can't be changed. */
  default List<T> toList() {
    var list = new ArrayList<T>();
    Terminal.<T, RuntimeException>run(source(this), list::add);
    return List.copyOf(list);
  }
}
