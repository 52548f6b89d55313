package weft.inspect;

/** What a task was doing when the picture was taken. */
public enum TaskState {
  /** It was started, and its body has not begun. */
  PENDING,
  /** Its code was running, or about to. */
  RUNNING,
  /** It was parked in a suspension point of Weft: {@link TaskInfo#waitsFor()} says what for. */
  WAITING,
  /** It was in a blocking call of the JDK, or waited for a lock of the JDK's. */
  BLOCKED
}
