package weft.resource;

import org.jspecify.annotations.Nullable;

/**
 * A place in a pool, empty or with an object. It has one owner at any time, who alone may touch it:
 * a borrower, the lease, the state's idle list. The lock of the state hands it over.
 */
final class Slot<T> {
  @Nullable T object;
  @Nullable Exits exits; // which release the object
  long created;
  long idleSince;

  /** Whether the object may have been left in the middle of something. */
  boolean suspect;

  /** For those who look at the pool from outside. */
  volatile @Nullable Lease<T> lease;

  void fill(T object, Exits exits) {
    this.object = object;
    this.exits = exits;
    suspect = false;
  }

  /** Takes the object's exits out and leaves the place empty. */
  @Nullable Exits empty() {
    var old = exits;
    object = null;
    exits = null;
    return old;
  }
}
