package weft.web;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves files, with conditions and ranges. */
final class FileHandler implements Handler {
  /** With two digits for the day, which RFC 9110 (5.6.7) asks for and RFC 1123 doesn't. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  private final FileSource files;

  FileHandler(FileSource files) {
    this.files = files;
  }

  @Override
  public Response handle(Request request) throws IOException {
    String path = request.pathValue("file");
    boolean folder = path.isEmpty() || path.endsWith("/");
    var found = files.find(folder ? path + "index.html" : path);
    if (found.isPresent()) return answer(request, found.get());
    boolean misspelt = !path.isEmpty() && !folder && files.isFolder(path);
    if (misspelt && files.find(path + "/index.html").isPresent()) {
      return Response.redirect(request.canonicalPath().replaceFirst("^/+", "/") + "/").status(308);
    }
    throw HttpError.notFound("there is no " + request.path());
  }

  static Response answer(Request request, FileSource.Found file) {
    var plain =
        new Response(200, List.of(), file.whole())
            .header("Content-Type", MediaTypes.of(file.name()))
            .header("ETag", file.tag())
            .header("Last-Modified", date(file.modified()))
            .header("Accept-Ranges", "bytes")
            .header("X-Content-Type-Options", "nosniff");
    if (isUnchanged(request, file)) {
      return plain.content(new Content.Bytes(new byte[0])).status(304);
    }
    return request
        .header("Range")
        .filter(_ -> request.method().equals("GET") && rangeIsAbout(request, file))
        .map(range -> part(plain, file, range))
        .orElse(plain);
  }

  private static String date(Instant moment) {
    return HTTP_DATE.format(moment.atZone(ZoneOffset.UTC));
  }

  private static boolean isUnchanged(Request request, FileSource.Found file) {
    var tags = request.header("If-None-Match");
    if (tags.isPresent()) {
      return Arrays.stream(tags.get().split(","))
          .map(tag -> tag.strip().replaceFirst("^W/", ""))
          .anyMatch(tag -> tag.equals("*") || tag.equals(file.tag()));
    }
    return request
        .header("If-Modified-Since")
        .flatMap(FileHandler::moment)
        .filter(since -> !file.modified().truncatedTo(ChronoUnit.SECONDS).isAfter(since))
        .isPresent();
  }

  private static Optional<Instant> moment(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** With {@code If-Range}, a part is wanted only of what the client has the rest of. */
  private static boolean rangeIsAbout(Request request, FileSource.Found file) {
    String wanted = request.header("If-Range").orElse(file.tag());
    return wanted.equals(file.tag()) || wanted.equals(date(file.modified()));
  }

  /** One range is served; several, and nonsense, are answered by the whole, as is allowed. */
  private static Response part(Response plain, FileSource.Found file, String header) {
    Matcher range = RANGE.matcher(header);
    if (!range.matches() || header.equals("bytes=-")) return plain;
    long size = file.size();
    boolean suffix = range.group(1).isEmpty();
    long first = suffix ? Math.max(0, size - number(range.group(2))) : number(range.group(1));
    boolean open = suffix || range.group(2).isEmpty();
    long last = open ? size - 1 : Math.min(number(range.group(2)), size - 1);
    if (!suffix && !open && number(range.group(2)) < first) return plain;
    if (first >= size) {
      return plain
          .content(new Content.Bytes(new byte[0]))
          .status(416)
          .header("Content-Range", "bytes */" + size);
    }
    return plain
        .content(cut(file.whole(), first, last - first + 1))
        .status(206)
        .header("Content-Range", "bytes " + first + "-" + last + "/" + size);
  }

  private static long number(String digits) {
    return Long.parseLong(digits);
  }

  private static Content cut(Content whole, long from, long length) {
    return switch (whole) {
      case Content.Bytes(var bytes) ->
          new Content.Bytes(Arrays.copyOfRange(bytes, (int) from, (int) (from + length)));
      case Content.FilePart part -> new Content.FilePart(part.file(), from, length);
      case Content.Stream _, Content.Upgrade _ ->
          throw new IllegalStateException("files are no streams");
    };
  }
}
