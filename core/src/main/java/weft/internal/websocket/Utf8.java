package weft.internal.websocket;

/**
 * Checks that bytes are UTF-8 as they come, across the ends of frames, and tells of the first wrong
 * one at once.
 */
final class Utf8 {
  private int missing; // bytes of the character that has begun
  private int lowest; // what the next one may be
  private int highest;

  /** Whether the bytes can stand after those before. */
  boolean accepts(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      int b = bytes[i++];
      if (missing == 0) {
        if (b >= 0) continue;
        if (!begins(b & 0xFF)) return false;
      } else {
        int value = b & 0xFF;
        if (value < lowest || value > highest) return false;
        missing--;
        lowest = 0x80;
        highest = 0xBF;
      }
    }
    return true;
  }

  /** Some second bytes would make what has a shorter form, a surrogate, or too large a number. */
  private boolean begins(int b) {
    lowest = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
    highest = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
    if (b >= 0xC2 && b <= 0xDF) missing = 1;
    else if (b >= 0xE0 && b <= 0xEF) missing = 2;
    else if (b >= 0xF0 && b <= 0xF4) missing = 3;
    else return false;
    return true;
  }

  /** Whether the last character is whole. */
  boolean isComplete() {
    return missing == 0;
  }

  void reset() {
    missing = 0;
  }
}
