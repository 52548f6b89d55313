package weft.flow;

/** What the groups of operators have in common: each is a part of {@link Flow}. */
interface Stage<T> {
  /** The source of {@code stage}, for operators to build upon. */
  static <T> Source<T> source(Stage<T> stage) {
    return ((Flow<T>) stage).source;
  }
}
