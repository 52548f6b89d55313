package weft.channel;

/** What happens to an element for which there is no room. */
enum Overflow {
  /** Its sender waits. */
  SUSPEND,
  /** The oldest element goes. */
  DROP_OLDEST,
  /** It goes itself. */
  DROP_NEWEST
}
