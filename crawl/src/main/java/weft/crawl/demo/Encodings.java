package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;

/** Pages that come compressed, whether the client asked for it or not. */
final class Encodings {

  private static final String ROOT = "/encodings/";

  private Encodings() {}

  static List<Page> pages(Origin origin) {
    List<Page> packed =
        List.of(
            packed("gzip", "gzip", true),
            packed("gzip-chunked", "gzip", false),
            packed("deflate", "deflate", true),
            packed("capitals", "GZIP", true));
    Stream<Page> after =
        packed.stream()
            .flatMap(page -> page.links().stream())
            .map(link -> Page.html(link.to(), "Found in a packed page", Link.to(ROOT)));
    Page index = Page.html(ROOT, "Compressed pages", Link.to(packed.stream()));
    return Stream.of(Stream.of(index), packed.stream(), after).flatMap(p -> p).toList();
  }

  private static Page packed(String name, String encoding, boolean whole) {
    String path = ROOT + name;
    String title = "Packed: " + name;
    List<Link> links = List.of(Link.to(path + "/after"));
    byte[] html = Html.page(path, title, links).getBytes(UTF_8);
    byte[] body = encoding.equals("deflate") ? Compression.deflate(html) : Compression.gzip(html);
    return Page.parsed(
        path,
        title,
        links,
        (reply, _) -> {
          reply.type(Answers.HTML).header("Content-Encoding", encoding);
          if (whole) {
            reply.send(200, body);
          } else {
            reply.streamChunked(200, out -> out.write(body));
          }
        });
  }
}
