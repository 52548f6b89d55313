package weft.inspect;

import java.time.Duration;

/** How things are written. */
final class Texts {
  private Texts() {}

  /** The text with each number in it replaced by a star. */
  static String pattern(String text) {
    var pattern = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isDigit(c)) pattern.append(c);
      else if (i == 0 || !isDigit(text.charAt(i - 1))) pattern.append('*');
    }
    return pattern.toString();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Who it is: a name, and the id of a thread unless that is 0. */
  static String who(String name, long id) {
    return id == 0 ? name : name + " #" + id;
  }

  /** A number with commas between thousands. */
  static String number(long number) {
    var digits = Long.toString(number);
    var text = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      int left = digits.length() - i;
      if (i > 0 && left % 3 == 0 && digits.charAt(i - 1) != '-') text.append(',');
      text.append(digits.charAt(i));
    }
    return text.toString();
  }

  /** A number of things. */
  static String count(long number, String singular) {
    return number(number) + " " + singular + (number == 1 ? "" : "s");
  }

  /** A time in two units at most: 350 ms, 4.2 s, 3 min 20 s, 5 h 3 min, 2 d 1 h. */
  static String time(Duration time) {
    if (time.isNegative()) return "-" + time(time.negated());
    long millis = time.toMillis();
    long seconds = millis / 1000;
    if (millis < 1000) return millis + " ms";
    if (seconds < 60) return seconds + "." + millis % 1000 / 100 + " s";
    if (seconds < 3600) return seconds / 60 + " min " + seconds % 60 + " s";
    if (seconds < 86_400) return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    return seconds / 86_400 + " d " + seconds / 3600 % 24 + " h";
  }

  /** A call as {@code Shop.pay(Shop.java:31)}, without the package. */
  static String call(StackTraceElement frame) {
    var type = frame.getClassName();
    var name = type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
    if (frame.isNativeMethod() || frame.getFileName() == null) return name;
    int line = frame.getLineNumber();
    return name + "(" + frame.getFileName() + (line < 0 ? "" : ":" + line) + ")";
  }
}
