package weft.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.ProtocolException;
import java.util.List;
import java.util.Locale;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Undoes content encodings: gzip, deflate in both of its readings, and br if it can. */
final class Decoding {
  /** What a request says it takes. */
  static final String ACCEPTED = Brotli.isPresent() ? "gzip, deflate, br" : "gzip, deflate";

  private static final int BUFFER = 4096;

  /** More than one is a mistake of a server; many are an attack. */
  private static final int MAX_LAYERS = 2;

  private Decoding() {}

  static InputStream decode(InputStream raw, List<String> contentEncoding) throws IOException {
    if (contentEncoding.isEmpty()) return raw;
    String[] layers = String.join(",", contentEncoding).toLowerCase(Locale.ROOT).split(",", -1);
    InputStream in = raw;
    int seen = 0;
    for (int i = layers.length - 1; i >= 0; i--) {
      String layer = layers[i].strip();
      if (layer.isEmpty() || layer.equals("identity")) continue;
      if (++seen > MAX_LAYERS)
        throw new ProtocolException("more than " + MAX_LAYERS + " content encodings");
      in =
          switch (layer) {
            case "gzip", "x-gzip" -> new Gunzip(in);
            case "deflate" -> deflate(in);
            default -> {
              if (!layer.equals("br") || !Brotli.isPresent())
                throw new ProtocolException("unknown content encoding " + layer);
              yield Brotli.decode(in);
            }
          };
    }
    return in;
  }

  /** The standard says zlib; many servers send the bare deflate format. */
  private static InputStream deflate(InputStream in) throws IOException {
    var peeking = new PushbackInputStream(in, 2);
    int first = peeking.read();
    if (first < 0) return InputStream.nullInputStream();
    int second = peeking.read();
    if (second >= 0) peeking.unread(second);
    peeking.unread(first);
    boolean zlib = (first & 0x0f) == 8 && second >= 0 && (first << 8 | second) % 31 == 0;
    return new Inflating(peeking, new Inflater(!zlib));
  }

  /** Frees the inflater's native memory with the stream. */
  private static final class Inflating extends InflaterInputStream {
    Inflating(InputStream in, Inflater inflater) {
      super(in, inflater, BUFFER);
    }

    @Override
    public void close() throws IOException {
      inf.end();
      super.close();
    }
  }
}
