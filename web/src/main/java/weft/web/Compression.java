package weft.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import weft.flow.Flow;

/** Compresses answers with gzip, where the client takes that and it is worth while. */
final class Compression {
  private static final int WORTH_WHILE = 1_024;

  private Compression() {}

  static Response apply(Request request, Response response) {
    if (response.content() instanceof Content.Bytes(var bytes) && bytes.length < WORTH_WHILE) {
      return response; // most are, and are not looked at any closer
    }
    if (response.header("Content-Encoding").isPresent() || response.status() == 206)
      return response;
    if (!MediaTypes.isCompressible(response.header("Content-Type").orElse(""))) return response;
    boolean accepted = accepts(request.header("Accept-Encoding").orElse(""));
    return switch (response.content()) {
      case Content.Bytes(var bytes) ->
          accepted
              ? encoded(response, new Content.Bytes(gzip(bytes)))
              : response.addHeader("Vary", "Accept-Encoding");
      case Content.Stream(var flow) when accepted ->
          encoded(response, new Content.Stream(gzip(flow)));
      default -> response;
    };
  }

  private static boolean accepts(String header) {
    for (String coding : header.split(",", -1)) {
      String plain = coding.replace(" ", "");
      if (plain.equals("gzip") || plain.startsWith("gzip;")) {
        return !plain.matches("gzip;q=0(\\.0*)?");
      }
    }
    return false;
  }

  private static Response encoded(Response response, Content content) {
    var encoded =
        response
            .content(content)
            .header("Content-Encoding", "gzip")
            .addHeader("Vary", "Accept-Encoding");
    return response
        .header("ETag") // the same in meaning, no longer byte by byte
        .map(tag -> tag.startsWith("W/") ? encoded : encoded.header("ETag", "W/" + tag))
        .orElse(encoded);
  }

  private static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream(bytes.length / 2);
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Each element can be read as soon as it is there. */
  private static Flow<byte[]> gzip(Flow<byte[]> flow) {
    return Flow.generate(emitter -> {
      var out = new ByteArrayOutputStream();
      try (var gzip = new GZIPOutputStream(out, 512, true)) {
        flow.forEach(bytes -> {
          gzip.write(bytes);
          gzip.flush();
          emitter.emit(out.toByteArray());
          out.reset();
        });
      }
      emitter.emit(out.toByteArray());
    });
  }
}
