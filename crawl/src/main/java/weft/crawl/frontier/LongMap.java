package weft.crawl.frontier;

/** A map from fingerprints to fingerprints, 21 to 43 bytes of heap for a pair. For one thread. */
public final class LongMap {
  /** What is no key and no value. */
  public static final long NONE = 0;

  private long[] table = new long[32]; // a key, then its value
  private int size;

  /** The value of a key, {@link #NONE} if it has none. */
  public long get(long key) {
    return table[place(table, key) + 1];
  }

  /** Sets the value of a key. */
  public void put(long key, long value) {
    int at = place(table, key);
    if (table[at] == NONE) {
      if (size >= table.length / 2 / 4 * 3) {
        grow();
        at = place(table, key);
      }
      table[at] = key;
      size++;
    }
    table[at + 1] = value;
  }

  /** Where it is, or would be: open addressing with linear probing, filled to three quarters. */
  private static int place(long[] table, long key) {
    int mask = table.length - 1;
    int at = ((int) key << 1) & mask;
    while (table[at] != NONE && table[at] != key) at = (at + 2) & mask;
    return at;
  }

  private void grow() {
    var larger = new long[table.length * 2];
    for (int i = 0; i < table.length; i += 2) {
      if (table[i] == NONE) continue;
      int at = place(larger, table[i]);
      larger[at] = table[i];
      larger[at + 1] = table[i + 1];
    }
    table = larger;
  }
}
