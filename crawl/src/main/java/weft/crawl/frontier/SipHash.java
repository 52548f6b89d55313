package weft.crawl.frontier;

import java.security.SecureRandom;

/**
 * Fingerprints of texts in ASCII: SipHash-2-4 (Aumasson and Bernstein, 2012), a hash under a secret
 * key, whose collisions nobody without the key can find.
 */
public final class SipHash {
  private final long k0;
  private final long k1;

  SipHash(long k0, long k1) {
    this.k0 = k0;
    this.k1 = k1;
  }

  /** One that nobody can foretell. */
  public static SipHash withRandomKey() {
    var random = new SecureRandom();
    return new SipHash(random.nextLong(), random.nextLong());
  }

  /** The hash of the text's characters, a byte each; never 0, which marks a free place in tables. */
  public long of(String text) {
    long hash = new State(k0, k1).hash(text);
    return hash == 0 ? 1 : hash;
  }

  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long k0, long k1) {
      v0 = k0 ^ 0x736f6d6570736575L;
      v1 = k1 ^ 0x646f72616e646f6dL;
      v2 = k0 ^ 0x6c7967656e657261L;
      v3 = k1 ^ 0x7465646279746573L;
    }

    long hash(String text) {
      int length = text.length();
      long word = 0;
      for (int i = 0; i < length; i++) {
        word |= (text.charAt(i) & 0xffL) << ((i & 7) << 3);
        if ((i & 7) == 7) {
          absorb(word);
          word = 0;
        }
      }
      absorb(word | (long) length << 56);
      v2 ^= 0xff;
      for (int i = 0; i < 4; i++) round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void absorb(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    private void round() {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
