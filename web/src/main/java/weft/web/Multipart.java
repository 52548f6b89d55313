package weft.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body of multipart/form-data (RFC 7578, RFC 2046) apart as it arrives, one part after the
 * other, and keeps no more of it than one piece. For one task.
 */
final class Multipart {
  private static final int MOST_PARTS = 1_000;
  private static final int MOST_HEADERS = 8 * 1024; // bytes of one part
  private static final int MOST_BOUNDARY = 70;
  private static final byte[] NEW_LINE = {'\r', '\n'};

  private final RequestBody body;
  private final byte[] delimiter;
  private byte[] buffer = NEW_LINE; // so that the first delimiter is like the others
  private int start;
  private int end = NEW_LINE.length;
  private boolean inPart = true; // what is before the first counts as one
  private int parts;
  private long kept;

  Multipart(Request request, RequestBody body) {
    this.body = body;
    this.delimiter = ("\r\n--" + boundary(request)).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Counts bytes that are kept in memory: of all parts together no more than of another body. */
  void keep(int bytes) {
    kept += bytes;
    if (kept > body.limit()) {
      throw new HttpError(413, "the fields are larger than " + body.limit() + " bytes");
    }
  }

  private static String boundary(Request request) {
    String type = request.header("Content-Type").orElse("");
    if (!type.regionMatches(true, 0, "multipart/form-data", 0, 19)) {
      throw new HttpError(415, "the body should be multipart/form-data");
    }
    String boundary = HeaderParameters.of(type).getOrDefault("boundary", "");
    if (!boundary.isEmpty() && boundary.length() <= MOST_BOUNDARY) return boundary;
    throw HttpError.badRequest("multipart/form-data without a usable boundary");
  }

  /** Goes to the next part, past what is left of this one: its headers, or null at the end. */
  @Nullable List<String> nextPart() {
    while (next() != null) {
      // not wanted
    }
    if (isClosing()) {
      skipRest();
      return null;
    }
    if (++parts > MOST_PARTS) throw HttpError.badRequest("more than " + MOST_PARTS + " parts");
    var headers = new ArrayList<String>();
    int left = MOST_HEADERS;
    for (String line = line(left); !line.isEmpty(); line = line(left)) {
      left -= line.length();
      headers.add(line);
    }
    inPart = true;
    return headers;
  }

  /** The next bytes of the part; null at its end. */
  byte @Nullable [] next() {
    while (inPart) {
      int at = find(delimiter, start);
      if (at == start) {
        start += delimiter.length;
        inPart = false;
        return null;
      }
      // What may be the beginning of a delimiter is left for later.
      int safe = at >= 0 ? at : end - delimiter.length + 1;
      if (safe > start) return take(safe);
      fill();
    }
    return null;
  }

  /** Behind a delimiter: two dashes for the last one, and else, after some white space, a line. */
  private boolean isClosing() {
    while (end - start < 2) fill();
    if (buffer[start] == '-' && buffer[start + 1] == '-') return true;
    if (line(MOST_BOUNDARY).isBlank()) return false;
    throw HttpError.badRequest("a part begins behind something else than its boundary");
  }

  /** Nothing is meant to be there; so the request has been read, and the connection can go on. */
  private void skipRest() {
    int count = end - start;
    for (byte[] more = body.next(); more != null; more = body.next()) {
      count += more.length;
      if (count > MOST_HEADERS) break;
    }
    if (count > MOST_HEADERS) throw HttpError.badRequest("something follows the last part");
  }

  private String line(int most) {
    int at = find(NEW_LINE, start);
    while (at < 0) {
      int seen = Math.max(0, end - start - 1);
      if (seen > most) throw HttpError.badRequest("the headers of a part are too long");
      fill();
      at = find(NEW_LINE, start + seen);
    }
    if (at - start > most) throw HttpError.badRequest("the headers of a part are too long");
    String line = new String(take(at), StandardCharsets.UTF_8);
    start += NEW_LINE.length;
    return line;
  }

  private byte[] take(int until) {
    byte[] taken = Arrays.copyOfRange(buffer, start, until);
    start = until;
    return taken;
  }

  private int find(byte[] what, int from) {
    for (int i = from; i <= end - what.length; i++) {
      if (buffer[i] == what[0] && Arrays.equals(buffer, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  private void fill() {
    byte[] more = body.next();
    if (more == null) throw HttpError.badRequest("the body ended inside of a part");
    int left = end - start;
    if (end + more.length > buffer.length) { // with room ahead: it may come byte by byte
      byte[] roomier = new byte[2 * left + more.length];
      System.arraycopy(buffer, start, roomier, 0, left);
      buffer = roomier;
      start = 0;
      end = left;
    }
    System.arraycopy(more, 0, buffer, end, more.length);
    end += more.length;
  }
}
