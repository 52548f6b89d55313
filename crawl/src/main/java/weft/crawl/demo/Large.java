package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Pages over the size limit: as sent, with and without a length told beforehand, and after
 * decompression. And pages near it that must come through.
 *
 * <p>A crawl with the default settings takes 5 MB; every page here is far from that limit, so that
 * it does not matter how many bytes a megabyte has.
 */
final class Large {

  private static final String ROOT = "/large/";
  private static final String LINE = "<p>The loom takes one thread and the next.</p>\n";
  private static final byte[] HEAD =
      "<!DOCTYPE html><title>Too large</title><a href=\"/never/too-large\">x</a>\n".getBytes(UTF_8);
  private static final byte[] MEGABYTE = LINE.repeat(1_000_000 / LINE.length()).getBytes(UTF_8);

  private Large() {}

  /** Built when first asked for: most users of the site never read it whole. */
  private static final class Bomb {
    // Nothing packs better than one character over and over: a thousand to one.
    static final byte[] BLOCK = (LINE + " ".repeat(1_000_000 - LINE.length())).getBytes(UTF_8);
    static final byte[] BYTES = Compression.gzipRepeated(HEAD, BLOCK, 100);
  }

  static List<Page> pages(Origin origin) {
    List<Page> pages =
        List.of(
            Page.notParsed(
                ROOT + "declared",
                Kind.TOO_LARGE,
                (reply, _) ->
                    reply.type(Answers.HTML).stream(
                        200, HEAD.length + 20L * MEGABYTE.length, body(HEAD, 20, new byte[0]))),
            Page.notParsed(
                ROOT + "streamed",
                Kind.TOO_LARGE,
                (reply, _) ->
                    reply.type(Answers.HTML).streamChunked(200, body(HEAD, 20, new byte[0]))),
            Page.notParsed(
                ROOT + "bomb",
                Kind.TOO_LARGE,
                (reply, _) ->
                    reply
                        .type(Answers.HTML)
                        .header("Content-Encoding", "gzip")
                        .send(200, Bomb.BYTES)),
            big("big", false),
            big("big-when-unpacked", true));
    Page index = Page.html(ROOT, "Large pages", Link.to(pages.stream()));
    Page end = Page.html(ROOT + "end", "Read to the end", Link.to(ROOT));
    return Stream.of(Stream.of(index, end), pages.stream()).flatMap(p -> p).toList();
  }

  /** Two megabytes, and the links stand at the very end. */
  private static Page big(String name, boolean packed) {
    byte[] head = ("<!DOCTYPE html><title>Two megabytes, " + name + "</title>\n").getBytes(UTF_8);
    byte[] tail = "<a href=\"end\">The end</a>\n".getBytes(UTF_8);
    Answer plain = (reply, _) -> reply.type(Answers.HTML).streamChunked(200, body(head, 2, tail));
    Answer gzip =
        (reply, _) ->
            reply
                .type(Answers.HTML)
                .header("Content-Encoding", "gzip")
                .streamChunked(
                    200,
                    out -> {
                      try (var zip = new GZIPOutputStream(out)) {
                        body(head, 2, tail).writeTo(zip);
                      }
                    });
    return Page.parsed(
        ROOT + name,
        "Two megabytes, " + name,
        List.of(Link.written("end", ROOT + "end")),
        packed ? gzip : plain);
  }

  private static Reply.BodyWriter body(byte[] head, int megabytes, byte[] tail) {
    return out -> {
      out.write(head);
      for (int i = 0; i < megabytes; i++) {
        out.write(MEGABYTE);
      }
      out.write(tail);
    };
  }
}
