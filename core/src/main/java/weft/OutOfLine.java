package weft;

/**
 * Keeps a method out of its callers' compiled code.
 *
 * <p>The stack of a suspended task lies on the heap, and a compiled frame is as large as its
 * busiest moment needs, in all that was inlined into it. So what a task does before it parks, and
 * at its end, is called rather than inlined around the park, where each of a million tasks would
 * pay for it. HotSpot inlines a method into itself once only: a method that first calls itself as
 * often as {@link #DETOUR} says is then called, while the detour, being constant, is compiled away.
 */
final class OutOfLine {
  static final int DETOUR = 2;

  private OutOfLine() {}
}
