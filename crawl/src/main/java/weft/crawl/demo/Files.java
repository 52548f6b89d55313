package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Files that are no pages, and types that are not true.
 *
 * <p>The type that was told decides: bytes told to be HTML are a page, if an empty one, and a body
 * without a type is none.
 */
final class Files {

  private static final String ROOT = "/files/";
  private static final String TRAP = "<a href=\"/never/in-a-file\">x</a>";

  private Files() {}

  static List<Page> pages(Origin origin) {
    byte[] png = png();
    List<Page> pages = new ArrayList<>();
    pages.add(Page.file(ROOT + "pixel.png", "image/png", png));
    pages.add(Page.file(ROOT + "paper.pdf", "application/pdf", pdf()));
    pages.add(Page.file(ROOT + "archive.zip", "application/zip", emptyZip()));
    pages.add(Page.file(ROOT + "style.css", "text/css", "a { color: red }".getBytes(UTF_8)));
    pages.add(Page.file(ROOT + "data.json", "application/json", "{\"a\": 1}".getBytes(UTF_8)));
    pages.add(Page.file(ROOT + "page.txt", "text/plain; charset=utf-8", TRAP.getBytes(UTF_8)));
    pages.add(Page.file(ROOT + "page.html", "application/octet-stream", TRAP.getBytes(UTF_8)));
    pages.add(Page.notParsed(ROOT + "untyped", Kind.NOT_HTML, (reply, _) -> reply.send(200, png)));
    pages.add(Page.parsed(ROOT + "liar", "", List.of(), Answers.bytes("text/html", png)));
    pages.add(Page.parsed(ROOT + "empty", "", List.of(), Answers.bytes("text/html", new byte[0])));
    pages.addFirst(Page.html(ROOT, "Files", Link.to(List.copyOf(pages).stream())));
    return pages;
  }

  /** A grey picture of one pixel. */
  private static byte[] png() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    out.writeBytes(chunk("IHDR", new byte[] {0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0}));
    out.writeBytes(chunk("IDAT", Compression.deflate(new byte[] {0, 77})));
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  private static byte[] chunk(String type, byte[] content) {
    byte[] name = type.getBytes(UTF_8);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    return ByteBuffer.allocate(12 + content.length)
        .putInt(content.length)
        .put(name)
        .put(content)
        .putInt((int) crc.getValue())
        .array();
  }

  private static byte[] pdf() {
    return """
    %PDF-1.4
    1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
    2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj
    trailer << /Root 1 0 R >>
    %%EOF
    """
        .getBytes(UTF_8);
  }

  private static byte[] emptyZip() {
    return ByteBuffer.allocate(22).put(new byte[] {'P', 'K', 5, 6}).array();
  }
}
