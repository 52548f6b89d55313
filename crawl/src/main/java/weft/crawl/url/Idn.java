package weft.crawl.url;

import java.net.IDN;
import java.text.Normalizer;

/**
 * International names in ASCII. The JDK knows the rules of 2003, by which a sharp s is "ss", a
 * final sigma another sigma, and two invisible joiners nothing; today these four are letters like
 * others, so that names with them are other names (UTS 46, not transitional, as in browsers).
 */
final class Idn {
  private static final char SHARP_S = 0xdf;
  private static final char CAPITAL_SHARP_S = 0x1e9e;
  private static final char FINAL_SIGMA = 0x3c2;
  private static final char NON_JOINER = 0x200c;
  private static final char JOINER = 0x200d;
  private static final int LONGEST = 63;

  private Idn() {}

  /** The name in ASCII; empty where it can't be one. */
  static String toAscii(String name) {
    String[] labels = name.split("[.\\u3002\\uff0e\\uff61]", -1);
    try {
      for (int i = 0; i < labels.length; i++) {
        if (!labels[i].isEmpty()) labels[i] = label(labels[i]);
      }
      return String.join(".", labels);
    } catch (RuntimeException _) { // the JDK has several ways to say that it is no name
      return "";
    }
  }

  private static String label(String label) {
    if (label.chars().noneMatch(Idn::isDeviation)) return IDN.toASCII(label, IDN.ALLOW_UNASSIGNED);
    String mapped = mapped(label);
    // The other letters are held to the JDK's rules, which would change these four.
    String others = mapped.replaceAll("[\\u00df\\u03c2\\u200c\\u200d]", "");
    if (!others.isEmpty()) {
      String _ = IDN.toASCII(others, IDN.ALLOW_UNASSIGNED);
    }
    String ascii = "xn--" + Punycode.encode(mapped);
    if (ascii.length() > LONGEST) throw new IllegalArgumentException("too long");
    return ascii;
  }

  private static boolean isDeviation(int c) {
    return c == SHARP_S
        || c == CAPITAL_SHARP_S
        || c == FINAL_SIGMA
        || c == NON_JOINER
        || c == JOINER;
  }

  private static String mapped(String label) {
    var lower = new StringBuilder(label.length());
    // Letter by letter: in a whole word a sigma at the end would become a final one.
    Normalizer.normalize(label, Normalizer.Form.NFKC)
        .codePoints()
        .map(Character::toLowerCase)
        .forEach(lower::appendCodePoint);
    String mapped = Normalizer.normalize(lower, Normalizer.Form.NFKC);
    for (int i = 0; i < mapped.length(); i++) {
      if (isJoiner(mapped.charAt(i)) && !joins(mapped, i))
        throw new IllegalArgumentException("a joiner that joins nothing");
    }
    return mapped;
  }

  private static boolean isJoiner(char c) {
    return c == JOINER || c == NON_JOINER;
  }

  /**
   * Joiners have their place after the sign that a consonant has no vowel, and non-joiners between
   * letters that would else be joined; elsewhere nobody sees them. (RFC 5892 is a little stricter.)
   */
  private static boolean joins(String label, int at) {
    if (at == 0) return false;
    char before = label.charAt(at - 1);
    if (Character.getType(before) == Character.NON_SPACING_MARK) return true;
    return label.charAt(at) == NON_JOINER
        && isCursive(before)
        && at + 1 < label.length()
        && isCursive(label.charAt(at + 1));
  }

  private static boolean isCursive(char c) {
    return switch (Character.UnicodeScript.of(c)) {
      case ARABIC, SYRIAC, MANDAIC, NKO, MONGOLIAN -> true;
      default -> false;
    };
  }
}
