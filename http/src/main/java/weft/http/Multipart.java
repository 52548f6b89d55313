package weft.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A form with files, {@code multipart/form-data} (RFC 7578), with names written as browsers do.
 * Immutable.
 *
 * <pre>{@code
 * Content form = Multipart.form().field("title", "Weaving").file("photo", path).content();
 * }</pre>
 */
public final class Multipart {
  private static final byte[] LINE_END = {'\r', '\n'};

  private final List<Part> parts;

  private record Part(String head, Content content) {
    byte[] bytes() {
      return head.getBytes(StandardCharsets.UTF_8);
    }
  }

  private Multipart(List<Part> parts) {
    this.parts = parts;
  }

  /** A form without fields. */
  public static Multipart form() {
    return new Multipart(List.of());
  }

  /** One more field, with a text. */
  public Multipart field(String name, String value) {
    return with("form-data; name=" + quoted(name), Content.text(value), false);
  }

  /** One more field, with content of any kind, for example JSON. */
  public Multipart field(String name, Content content) {
    return with("form-data; name=" + quoted(name), content, true);
  }

  /**
   * One more file, under its own name.
   *
   * @throws IOException if there is no such file
   */
  public Multipart file(String name, Path file) throws IOException {
    return file(name, Objects.requireNonNull(file.getFileName()).toString(), Content.file(file));
  }

  /** One more file, from content of any kind. */
  public Multipart file(String name, String fileName, Content content) {
    String disposition = "form-data; name=" + quoted(name) + "; filename=" + quoted(fileName);
    return with(disposition, content, true);
  }

  private Multipart with(String disposition, Content content, boolean typed) {
    String head = "Content-Disposition: " + disposition + "\r\n";
    if (typed) head += "Content-Type: " + content.type() + "\r\n";
    var more = new ArrayList<>(parts);
    more.add(new Part(head + "\r\n", content));
    return new Multipart(List.copyOf(more));
  }

  /** The form as a body to send. It can be sent again if all its parts can. */
  public Content content() {
    byte[] random = new byte[16];
    ThreadLocalRandom.current().nextBytes(random);
    String boundary = "weft-" + HexFormat.of().formatHex(random);
    byte[] delimiter = ("--" + boundary + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] end = ("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    long length = end.length;
    boolean repeatable = true;
    for (Part part : parts) {
      long own = part.content.length();
      long around = (long) delimiter.length + part.bytes().length + LINE_END.length;
      length = length < 0 || own < 0 ? Content.UNKNOWN : length + around + own;
      repeatable &= part.content.isRepeatable();
    }
    return new Content(
        "multipart/form-data; boundary=" + boundary,
        length,
        repeatable,
        (out, json) -> write(out, json, delimiter, end));
  }

  private void write(OutputStream out, JsonCodec json, byte[] delimiter, byte[] end)
      throws IOException {
    for (Part part : parts) {
      out.write(delimiter);
      out.write(part.bytes());
      part.content.write(out, json);
      out.write(LINE_END);
    }
    out.write(end);
  }

  private static String quoted(String name) {
    String safe = name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    return '"' + safe + '"';
  }

  @Override
  public String toString() {
    return "multipart form of " + parts.size() + " parts";
  }
}
