package weft.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.flow.Flow;

/**
 * A field or a file of a form that is multipart, while it is the one that arrives: once, and before
 * the next is asked for. See {@link Request#parts}.
 *
 * <p>All methods that read it throw {@link weft.CancelledError} if the caller is cancelled, and an
 * {@link HttpError} if the form is broken; a handler lets both pass.
 */
public final class Part {
  private final Multipart form;
  private final List<String> headers;
  private final Map<String, String> disposition;
  private boolean isOver;

  Part(Multipart form, List<String> headers) {
    this.form = form;
    this.headers = headers;
    this.disposition = HeaderParameters.of(header("Content-Disposition").orElse(""));
    if (!disposition.containsKey("name")) throw HttpError.badRequest("a part has no name");
  }

  /** The name of the field. */
  public String name() {
    return unescaped(disposition.getOrDefault("name", ""));
  }

  /**
   * The name of the file as the client calls it, without folders; empty for a field that is no
   * file. It is a stranger's: nothing to be used as a path.
   */
  public Optional<String> fileName() {
    return Optional.ofNullable(disposition.get("filename"))
        .map(name -> unescaped(name).replaceFirst("(?s)^.*[/\\\\]", ""));
  }

  /** Browsers encode what can't stand between quotes, and nothing else (HTML, 4.10.22.8). */
  private static String unescaped(String name) {
    return name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
  }

  /** What the client says that it is: {@code text/plain} if it says nothing. */
  public String type() {
    return header("Content-Type").orElse("text/plain");
  }

  /** The first header of that name; the name's case doesn't matter. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  /** The content as a flow of what arrives, of any length; see {@link Request#body}. */
  public Flow<byte[]> body() {
    return Flow.generate(out -> {
      for (byte[] next = next(); next != null; next = next()) out.emit(next);
    });
  }

  /**
   * The whole content.
   *
   * @throws HttpError with a 413 if it is larger than the server's limit for bodies, together with
   *     what was read in this way of the form's earlier parts
   */
  public byte[] bytes() {
    var all = new ByteArrayOutputStream();
    for (byte[] next = next(); next != null; next = next()) {
      form.keep(next.length);
      all.writeBytes(next);
    }
    return all.toByteArray();
  }

  /** The whole content as text in UTF-8; see {@link #bytes}. */
  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /**
   * Writes the content to a file that doesn't exist yet, as it arrives, and says how many bytes it
   * has. If that fails, or is cancelled, the file is gone again.
   *
   * @throws HttpError with a 413 if there are more than {@code most} bytes
   * @throws IOException if it can't be written, or exists
   */
  public long saveTo(Path file, long most) throws IOException {
    boolean done = false;
    long size = 0;
    try (var out = Files.newOutputStream(file, java.nio.file.StandardOpenOption.CREATE_NEW)) {
      for (byte[] next = next(); next != null; next = next()) {
        size += next.length;
        if (size > most) throw tooLarge(most);
        out.write(next);
      }
      done = true;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      done = true; // it isn't ours
      throw e;
    } finally {
      if (!done) Files.deleteIfExists(file);
    }
    return size;
  }

  private byte @Nullable [] next() {
    if (isOver) throw new IllegalStateException("part " + name() + " has gone by: read it in time");
    return form.next();
  }

  /** The next part begins. */
  void pass() {
    isOver = true;
  }

  private HttpError tooLarge(long most) {
    return new HttpError(413, name() + " is larger than " + most + " bytes");
  }

  @Override
  public String toString() {
    return "part " + name();
  }
}
