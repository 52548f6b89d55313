package weft.resilience;

import java.util.List;

/**
 * One of the five fields of a line of {@code crontab}.
 *
 * @param bits the numbers that match
 * @param starred whether it begins with a star
 */
record CronField(long bits, boolean starred) {
  static CronField parse(String name, String text, int least, int most, List<String> words) {
    long bits = 0;
    for (var part : text.split(",", -1)) bits |= part(name, part, least, most, words);
    return new CronField(bits, text.startsWith("*"));
  }

  private static long part(String name, String text, int least, int most, List<String> words) {
    var stepped = text.split("/", -1);
    var range = stepped[0].split("-", -1);
    boolean star = stepped[0].equals("*");
    if (stepped.length > 2 || range.length > 2) throw wrong(name, text);
    if (stepped.length == 2 && !star && range.length == 1) {
      throw new IllegalArgumentException(
          "a step needs a star or a range before it in the " + name + ": '" + text + "'");
    }
    int step = stepped.length == 2 ? number(name, stepped[1], List.of(), 0) : 1;
    int from = star ? least : number(name, range[0], words, least);
    int to = star ? most : range.length == 2 ? number(name, range[1], words, least) : from;
    if (from < least || to > most || from > to || step < 1) {
      throw new IllegalArgumentException(
          "the " + name + " goes from " + least + " to " + most + ", unlike '" + text + "'");
    }
    long bits = 0;
    for (int i = from; i <= to; i += step) bits |= 1L << i;
    return bits;
  }

  private static int number(String name, String text, List<String> words, int firstWord) {
    int word = words.indexOf(text);
    if (word >= 0) return word + firstWord;
    if (!text.matches("[0-9]{1,4}")) throw wrong(name, text);
    return Integer.parseInt(text);
  }

  private static IllegalArgumentException wrong(String name, String text) {
    return new IllegalArgumentException("not a " + name + " of cron: '" + text + "'");
  }

  boolean has(int number) {
    return (bits >> number & 1) != 0;
  }

  /** The first number that matches, from {@code number} on; -1 if there is none. */
  int from(int number) {
    long rest = bits >>> number << number;
    return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
  }
}
