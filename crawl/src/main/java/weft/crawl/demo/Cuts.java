package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Connections that end too early, always or once: before the answer, or in the middle of it. */
final class Cuts {

  private static final String ROOT = "/cuts/";

  private static final byte[] HALF =
      "<!DOCTYPE html><title>Half a page</title><a href=\"/never/half-a-page\">x</a>"
          .getBytes(UTF_8);

  private Cuts() {}

  static List<Page> pages(Origin origin) {
    Answer length = (reply, _) -> reply.type(Answers.HTML).cutShort(200, 2L * HALF.length, HALF);
    Answer chunks = (reply, _) -> reply.type(Answers.HTML).cutChunks(200, HALF);
    Answer silence =
        (_, _) -> {
          throw Reply.cutOff();
        };
    List<Page> cut =
        List.of(
            Page.failing(ROOT + "length/always", length),
            Page.failing(ROOT + "chunks/always", chunks),
            Page.failing(ROOT + "silence/always", silence),
            Page.failing(ROOT + "gzip/always", brokenGzip()),
            whole("length/once").failingFirst(1, length),
            whole("chunks/once").failingFirst(1, chunks),
            whole("silence/once").failingFirst(1, silence));
    Page index = Page.html(ROOT, "Connections cut off", Link.to(cut.stream()));
    Stream<Page> after =
        cut.stream()
            .flatMap(page -> page.links().stream())
            .map(link -> Page.html(link.to(), "Found after a cut", Link.to(ROOT)));
    return Stream.of(Stream.of(index), cut.stream(), after).flatMap(pages -> pages).toList();
  }

  private static Page whole(String name) {
    String path = ROOT + name;
    return Page.html(path, "Whole at the second try", Link.to(path + "/after"));
  }

  /** A compressed body that ends too early although the length is as told. */
  private static Answer brokenGzip() {
    byte[] whole = Compression.gzip(HALF);
    byte[] cut = Arrays.copyOf(whole, whole.length - 20);
    return (reply, _) -> reply.type(Answers.HTML).header("Content-Encoding", "gzip").send(200, cut);
  }
}
