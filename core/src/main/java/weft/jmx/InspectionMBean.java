package weft.jmx;

/** What {@link Inspection} shows; only types that any JVM knows go over the line. */
public interface InspectionMBean {
  /**
   * The task tree as text.
   *
   * @param stacks of how many tasks, at most, to show the stack
   * @param all whether to show every task, instead of counting those that are alike
   */
  String tree(int stacks, boolean all);

  /** The tasks as a table. */
  String table();

  /** The task tree in JSON, with the stacks of {@code stacks} tasks at most. */
  String json(int stacks);

  /**
   * The tasks by kind, and how many came and went since an earlier call.
   *
   * @param json whether it is to be JSON, or text
   * @param before the numbers that the earlier call returned; empty for none
   * @return the text, and then numbers for the next call
   */
  String[] pulse(boolean json, String... before);

  /** Whether tasks that are started keep where and when that was. */
  boolean isDebug();

  /** Switches that on or off, for tasks that are started from now on. */
  void setDebug(boolean on);
}
