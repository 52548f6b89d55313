package weft.channel;

/** What happens to an element for which there is no room. */
public enum Overflow {
  /** Its sender waits. */
  SUSPEND,
  /** The oldest element goes. */
  DROP_OLDEST,
  /** It goes itself. */
  DROP_NEWEST,
  /**
   * The receiver who is too slow gets nothing more: after what is in its buffer, a {@link
   * ChannelFailedException}. For a {@link Broadcast}.
   */
  FAIL
}
