package weft.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Tells addresses of the public internet from all others. */
final class Addresses {
  /** IANA's registry of special-purpose IPv4 addresses: network, length of its prefix. */
  private static final int[][] SPECIAL = {
    {0x00000000, 8}, {0x0a000000, 8}, {0x64400000, 10}, {0x7f000000, 8}, {0xa9fe0000, 16},
    {0xac100000, 12}, {0xc0000000, 24}, {0xc0000200, 24}, {0xc0586300, 24}, {0xc0a80000, 16},
    {0xc6120000, 15}, {0xc6336400, 24}, {0xcb007100, 24}, {0xe0000000, 3}
  };

  private Addresses() {}

  /** Tells whether this may be the address of a host on the public internet. */
  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic(word(bytes, 0)) : isPublic6(bytes);
  }

  private static boolean isPublic(int v4) {
    for (int[] net : SPECIAL) {
      if ((v4 ^ net[0]) >>> (32 - net[1]) == 0) return false;
    }
    return true;
  }

  private static boolean isPublic6(byte[] b) {
    int first = word(b, 0);
    // 64:ff9b::/96 and 64:ff9b:1::/48 translate to IPv4; 2002::/16 and 2001::/32 wrap it.
    if (first == 0x0064ff9b) return word(b, 4) == 0 && word(b, 8) == 0 && isPublic(word(b, 12));
    if (first >>> 16 == 0x2002) return isPublic(first << 16 | word(b, 4) >>> 16);
    if (first >>> 9 == 0x20010000 >>> 9) return false; // protocol assignments, Teredo among them
    if (first == 0x20010db8 || first >>> 12 == 0x3fff0) return false; // documentation
    return first >>> 29 == 1; // 2000::/3 is all that is given out
  }

  private static int word(byte[] b, int at) {
    return ByteBuffer.wrap(b).getInt(at);
  }
}
