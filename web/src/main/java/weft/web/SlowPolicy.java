package weft.web;

/**
 * What becomes of a broadcast for one who is slow, and for whom as many messages wait already as
 * may.
 */
public enum SlowPolicy {
  /** The oldest message that waits is dropped. */
  DROP_OLDEST,
  /** The new message is dropped. */
  DROP_NEWEST,
  /** The connection is closed (1008): a client that comes back misses nothing unnoticed. */
  DISCONNECT
}
