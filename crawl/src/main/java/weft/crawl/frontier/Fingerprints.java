package weft.crawl.frontier;

/**
 * A set of texts in ASCII that keeps 64 bits of each: 9 to 19 bytes of heap for one, however long
 * it is.
 *
 * <p>Two texts may have the same fingerprint, and then count as one: among a million with a chance
 * of 1 in 37 million, among a hundred million of 1 in 3,700. It is SipHash-2-4 under a random key,
 * so that nobody can make texts that collide.
 *
 * <p>For many threads. Tables are small, since each grows alone and needs room for both the old and
 * the new one while it does.
 */
public final class Fingerprints {
  private static final int SHARDS = 64;
  private static final int FIRST_LENGTH = 16;

  private final SipHash hash = SipHash.withRandomKey();
  private final Shard[] shards = new Shard[SHARDS];

  /** An empty set. */
  public Fingerprints() {
    for (int i = 0; i < SHARDS; i++) shards[i] = new Shard();
  }

  /** Adds a text; false if it was there. */
  public boolean add(String text) {
    long print = hash.of(text);
    return shard(print).add(print);
  }

  /** Whether a text is there. */
  public boolean contains(String text) {
    long print = hash.of(text);
    return shard(print).contains(print);
  }

  /** How many there are. */
  public long size() {
    long size = 0;
    for (Shard shard : shards) size += shard.size();
    return size;
  }

  private Shard shard(long print) {
    return shards[(int) (print >>> 58)];
  }

  /** Open addressing with linear probing, filled to seven eighths. */
  private static final class Shard {
    private long[] table = new long[FIRST_LENGTH];
    private int size;

    synchronized boolean add(long print) {
      if (size >= table.length - table.length / 8) grow();
      int at = place(table, print);
      if (table[at] == print) return false;
      table[at] = print;
      size++;
      return true;
    }

    synchronized boolean contains(long print) {
      return table[place(table, print)] == print;
    }

    synchronized int size() {
      return size;
    }

    /** Where it is, or would be. */
    private static int place(long[] table, long print) {
      int mask = table.length - 1;
      int at = (int) print & mask;
      while (table[at] != 0 && table[at] != print) at = (at + 1) & mask;
      return at;
    }

    private void grow() {
      var larger = new long[table.length * 2];
      for (long print : table) {
        if (print != 0) larger[place(larger, print)] = print;
      }
      table = larger;
    }
  }
}
