package weft.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import weft.flow.Flow;

/**
 * The body of a request, and what it is. Immutable; what it says is produced when it is sent, on
 * the sender's thread.
 */
public final class Content {
  static final long UNKNOWN = -1;
  private static final int CHUNK = 16 * 1024;

  private final String type;
  private final long length;
  private final boolean repeatable;
  private final Writer writer;

  /** Writes the body; once, or as often as it is sent. */
  @FunctionalInterface
  interface Writer {
    void write(OutputStream out, JsonCodec json) throws IOException;
  }

  Content(String type, long length, boolean repeatable, Writer writer) {
    this.type = type;
    this.length = length;
    this.repeatable = repeatable;
    this.writer = writer;
  }

  /** A copy of {@code bytes}. */
  public static Content bytes(byte[] bytes, String type) {
    return own(bytes.clone(), checked(type));
  }

  private static Content own(byte[] bytes, String type) {
    return new Content(type, bytes.length, true, (out, json) -> out.write(bytes));
  }

  /** {@code text} in UTF-8, as {@code text/plain}. */
  public static Content text(String text) {
    return text(text, "text/plain; charset=utf-8");
  }

  /** {@code text} in UTF-8. */
  public static Content text(String text, String type) {
    return own(text.getBytes(StandardCharsets.UTF_8), checked(type));
  }

  /** {@code value} as the client's {@link JsonCodec} writes it, anew each time it is sent. */
  public static Content json(Object value) {
    Objects.requireNonNull(value, "value");
    return new Content(
        "application/json", UNKNOWN, true, (out, json) -> out.write(Json.write(json, value)));
  }

  /** The fields of a form, as a browser sends them: {@code application/x-www-form-urlencoded}. */
  public static Content form(Map<String, String> fields) {
    var text = new StringBuilder();
    fields.forEach((name, value) -> {
      if (!text.isEmpty()) text.append('&');
      text.append(Percent.form(name)).append('=').append(Percent.form(value));
    });
    return own(
        text.toString().getBytes(StandardCharsets.US_ASCII), "application/x-www-form-urlencoded");
  }

  /**
   * The bytes that a file has when this is called for; its type is guessed by its name.
   *
   * @throws IOException if there is no such file
   */
  public static Content file(Path file) throws IOException {
    if (Files.isDirectory(file)) throw new FileSystemException(file + ": a folder, not a file");
    long size = Files.size(file);
    String type =
        Optional.ofNullable(Files.probeContentType(file)).orElse("application/octet-stream");
    return new Content(
        checked(type),
        size,
        true,
        (out, json) -> {
          try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(out);
          }
        });
  }

  /**
   * What {@code bytes} emits, as it comes, without a length (chunked). The flow runs on the
   * sender's thread, and is held up by a server that takes it slowly. It can be sent once: neither
   * redirects that keep the body nor retries send it again.
   */
  public static Content flow(Flow<byte[]> bytes, String type) {
    Objects.requireNonNull(bytes, "bytes");
    return new Content(checked(type), UNKNOWN, false, (out, json) -> bytes.forEach(out::write));
  }

  /**
   * Like {@link #flow(Flow, String)}, with a length that the server is told.
   *
   * @param length how many bytes there are in all: with any other number the call fails
   */
  public static Content flow(Flow<byte[]> bytes, String type, long length) {
    if (length < 0) throw new IllegalArgumentException("a length must not be negative: " + length);
    Objects.requireNonNull(bytes, "bytes");
    return new Content(checked(type), length, false, (out, json) -> bytes.forEach(out::write));
  }

  /** This content, said to be of another type. */
  public Content as(String type) {
    return new Content(checked(type), length, repeatable, writer);
  }

  String type() {
    return type;
  }

  /** How many bytes it has, or {@link #UNKNOWN}. */
  long length() {
    return length;
  }

  boolean isRepeatable() {
    return repeatable;
  }

  void write(OutputStream out, JsonCodec json) throws IOException {
    writer.write(out, json);
  }

  /** What has no length by nature, and is small: a length is better liked than chunks. */
  Content measured(JsonCodec json) throws IOException {
    if (length >= 0 || !repeatable) return this;
    var all = new java.io.ByteArrayOutputStream(CHUNK);
    write(all, json);
    return own(all.toByteArray(), type);
  }

  private static String checked(String type) {
    if (type.isBlank() || !type.chars().allMatch(c -> c >= ' ' && c < 127))
      throw new IllegalArgumentException("not a content type: '" + type + "'");
    return type;
  }

  @Override
  public String toString() {
    return type + (length < 0 ? "" : " of " + length + " bytes");
  }
}
