package weft.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The head of an answer, where the library doesn't read it: what follows it is no HTTP.
 *
 * @param line the status line
 * @param fields the headers, a line each
 */
record Head(String line, List<String> fields) {
  /**
   * Reads a head, and not one byte beyond.
   *
   * @throws IOException if it ends early, or is longer than {@code most}
   */
  static Head read(InputStream in, int most) throws IOException {
    var head = new StringBuilder();
    while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      int c = in.read();
      if (c < 0) throw new EOFException("no answer");
      if (head.length() == most) throw new ProtocolException("the head of the answer is too long");
      head.append((char) c);
    }
    var lines = Arrays.asList(head.toString().split("\r\n", -1));
    return new Head(lines.getFirst(), lines.subList(1, lines.size()));
  }

  /** The status; 0 if it is no answer in HTTP/1. */
  int status() {
    boolean known = line.matches("HTTP/1\\.[01] \\d\\d\\d\\b.*");
    return known ? Integer.parseInt(line, 9, 12, 10) : 0;
  }

  /** The values of a header, in the order in which they came. */
  List<String> values(String name) {
    var values = new ArrayList<String>();
    for (String field : fields) {
      int colon = field.indexOf(':');
      if (colon > 0 && field.substring(0, colon).strip().equalsIgnoreCase(name))
        values.add(field.substring(colon + 1).strip());
    }
    return values;
  }
}
