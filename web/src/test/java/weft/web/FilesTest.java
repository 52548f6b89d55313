package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.run;

import java.io.ByteArrayInputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.flow.Flow;

/** Static files, and compression. */
@Timeout(60)
class FilesTest {
  @TempDir Path dir;
  private Routes routes;

  @BeforeEach
  void files() throws Exception {
    Path root = Files.createDirectories(dir.resolve("public/sub"));
    Files.writeString(dir.resolve("secret.txt"), "secret");
    Files.writeString(dir.resolve("public/a.txt"), "0123456789");
    Files.setLastModifiedTime(
        dir.resolve("public/a.txt"), FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z")));
    Files.writeString(dir.resolve("public/.env"), "secret");
    Files.writeString(dir.resolve("public/ü b.html"), "<p>");
    Files.writeString(root.resolve("index.html"), "index");
    Files.createSymbolicLink(dir.resolve("public/out.txt"), dir.resolve("secret.txt"));
    Files.createSymbolicLink(dir.resolve("public/in.txt"), dir.resolve("public/a.txt"));
    Files.write(dir.resolve("public/big.bin"), new byte[1_000_000]);
    routes = new Routes().files("/s", dir.resolve("public"));
  }

  @Test
  void filesWithTheirTypes() throws Exception {
    run(() ->
        Web.server(routes)
            .serve(server -> {
              int port = server.port();
              var a = RawHttp.get(port, "/s/a.txt");
              assertThat(a.text()).isEqualTo("0123456789");
              assertThat(a.header("Content-Type")).hasValue("text/plain; charset=utf-8");
              assertThat(a.header("Last-Modified")).hasValue("Fri, 02 Jan 2026 03:04:05 GMT");
              assertThat(a.header("X-Content-Type-Options")).hasValue("nosniff");
              assertThat(RawHttp.get(port, "/s/%C3%BC%20b.html").text()).isEqualTo("<p>");
              assertThat(RawHttp.get(port, "/s/big.bin").body()).hasSize(1_000_000);
              assertThat(RawHttp.get(port, "/s/sub/").text()).isEqualTo("index");
              var moved = RawHttp.get(port, "/s/sub");
              assertThat(moved.status()).isEqualTo(308);
              assertThat(moved.header("Location")).hasValue("/s/sub/");
              assertThat(RawHttp.call(port, "HEAD", "/s/big.bin", "").header("Content-Length"))
                  .hasValue("1000000");
              assertThat(RawHttp.get(port, "/s/in.txt").text()).isEqualTo("0123456789");
            }));
  }

  @Test
  void nothingOutsideAndNothingHidden() throws Exception {
    run(() ->
        Web.server(routes)
            .serve(server -> {
              for (String path :
                  new String[] {
                    "/s/../secret.txt",
                    "/s/%2e%2e/secret.txt",
                    "/s/..%2fsecret.txt",
                    "/s/sub/../../secret.txt",
                    "/s/out.txt",
                    "/s/.env",
                    "/s/sub/../.env",
                    "/s/..%5csecret.txt",
                    "/s//etc/passwd",
                    "/s/%00a.txt",
                    "/s/a.txt/",
                    "/s/a.txt/x",
                    "/s/C:/x",
                    "/s/.",
                    "/s/missing",
                    "/s/",
                    "/s/sub/..;/a.txt",
                    "/s/%252e%252e/secret.txt"
                  }) {
                var reply = RawHttp.get(server.port(), path);
                assertThat(reply.status()).as(path).isIn(400, 404);
                assertThat(reply.text())
                    .as(path)
                    .doesNotContain("secret\n")
                    .doesNotContain("root:");
              }
            }));
  }

  @Test
  void conditions() throws Exception {
    run(() ->
        Web.server(routes)
            .serve(server -> {
              int port = server.port();
              String tag = RawHttp.get(port, "/s/a.txt").header("ETag").orElseThrow();
              for (String header :
                  new String[] {
                    "If-None-Match: " + tag,
                    "If-None-Match: \"x\", W/" + tag,
                    "If-None-Match: *",
                    "If-Modified-Since: Fri, 2 Jan 2026 03:04:05 GMT"
                  }) {
                var reply = RawHttp.get(port, "/s/a.txt", header);
                assertThat(reply.status()).as(header).isEqualTo(304);
                assertThat(reply.header("ETag")).hasValue(tag);
              }
              assertThat(RawHttp.get(port, "/s/a.txt", "If-None-Match: \"x\"").status())
                  .isEqualTo(200);
              assertThat(
                      RawHttp.get(
                              port, "/s/a.txt", "If-Modified-Since: Fri, 2 Jan 2026 03:04:04 GMT")
                          .status())
                  .isEqualTo(200);
              assertThat(RawHttp.get(port, "/s/a.txt", "If-Modified-Since: nonsense").status())
                  .isEqualTo(200);
            }));
  }

  @Test
  void ranges() throws Exception {
    run(() ->
        Web.server(routes)
            .serve(server -> {
              int port = server.port();
              String tag = RawHttp.get(port, "/s/a.txt").header("ETag").orElseThrow();
              range(port, "bytes=2-4", 206, "234", "bytes 2-4/10");
              range(port, "bytes=7-", 206, "789", "bytes 7-9/10");
              range(port, "bytes=-3", 206, "789", "bytes 7-9/10");
              range(port, "bytes=-30", 206, "0123456789", "bytes 0-9/10");
              range(port, "bytes=8-100", 206, "89", "bytes 8-9/10");
              range(port, "bytes=10-", 416, "", "bytes */10");
              range(port, "bytes=-0", 416, "", "bytes */10");
              for (String odd :
                  new String[] {"bytes=4-2", "bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=x"}) {
                var reply = RawHttp.get(port, "/s/a.txt", "Range: " + odd);
                assertThat(reply.status() + reply.text()).as(odd).isEqualTo("2000123456789");
              }
              assertThat(
                      RawHttp.get(port, "/s/a.txt", "Range: bytes=0-0", "If-Range: " + tag).text())
                  .isEqualTo("0");
              assertThat(
                      RawHttp.get(port, "/s/a.txt", "Range: bytes=0-0", "If-Range: \"old\"")
                          .status())
                  .isEqualTo(200);
            }));
  }

  private static void range(int port, String range, int status, String body, String header)
      throws Exception {
    var reply = RawHttp.get(port, "/s/a.txt", "Range: " + range);
    assertThat(reply.status()).as(range).isEqualTo(status);
    assertThat(reply.text()).as(range).isEqualTo(body);
    assertThat(reply.header("Content-Range")).as(range).hasValue(header);
  }

  @Test
  void filesOfTheClassPath() throws Exception {
    Path jar = dir.resolve("a.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name :
          new String[] {"page/index.html", "page/sub/", "page/sub/b.css", "other.txt"}) {
        out.putNextEntry(new JarEntry(name));
        out.write(name.getBytes());
      }
    }
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      run(() ->
          Web.server(new Routes().resources("/", loader, "page"))
              .serve(server -> {
                int port = server.port();
                assertThat(RawHttp.get(port, "/").text()).isEqualTo("page/index.html");
                var css = RawHttp.get(port, "/sub/b.css");
                assertThat(css.text()).isEqualTo("page/sub/b.css");
                String tag = css.header("ETag").orElseThrow();
                assertThat(RawHttp.get(port, "/sub/b.css", "If-None-Match: " + tag).status())
                    .isEqualTo(304);
                assertThat(RawHttp.get(port, "/sub/b.css", "Range: bytes=0-3").text())
                    .isEqualTo("page");
                for (String path : new String[] {"/sub", "/sub/", "/../other.txt", "/nothing"}) {
                  assertThat(RawHttp.get(port, path).status()).as(path).isIn(400, 404);
                }
              }));
    }
  }

  @Test
  void filesOfAClassPathThatIsAFolder() throws Exception {
    Path page = Files.createDirectories(dir.resolve("classes/page/sub"));
    Files.writeString(page.resolve("b.css"), "b");
    Files.writeString(page.resolveSibling("index.html"), "index");
    var folder = dir.resolve("classes").toUri().toURL();
    try (var loader = new URLClassLoader(new URL[] {folder}, null)) {
      run(() ->
          Web.server(new Routes().resources("/", loader, "page"))
              .serve(server -> {
                assertThat(RawHttp.get(server.port(), "/").text()).isEqualTo("index");
                assertThat(RawHttp.get(server.port(), "/sub/b.css").text()).isEqualTo("b");
                assertThat(RawHttp.get(server.port(), "/sub").status()).isEqualTo(404);
              }));
    }
  }

  @Test
  void aFolderThatIsNotThereIsRefusedAtOnce() {
    assertThatThrownBy(() -> new Routes().files("/", dir.resolve("none")))
        .hasMessageContaining("there is no folder");
  }

  @Test
  void textsAreCompressedForThoseWhoTakeThat() throws Exception {
    String text = "compress me ".repeat(1_000);
    var compressed =
        new Routes()
            .get("/", _ -> Response.text(text).header("ETag", "\"1\""))
            .get("/short", _ -> Response.text("short"))
            .get("/flow", _ -> Response.stream(Flow.of("a", "b"), "text/plain"))
            .get("/png", _ -> Response.bytes(new byte[5_000], "image/png"));
    run(() ->
        Web.server(compressed)
            .serve(server -> {
              int port = server.port();
              var reply = RawHttp.get(port, "/", "Accept-Encoding: br, gzip;q=0.5");
              assertThat(reply.header("Content-Encoding")).hasValue("gzip");
              assertThat(reply.header("ETag")).hasValue("W/\"1\"");
              assertThat(reply.header("Vary")).hasValue("Accept-Encoding");
              assertThat(reply.body().length).isLessThan(500);
              assertThat(gunzip(reply.body())).isEqualTo(text);
              assertThat(RawHttp.get(port, "/").text()).isEqualTo(text);
              assertThat(RawHttp.get(port, "/", "Accept-Encoding: gzip;q=0").text())
                  .isEqualTo(text);
              assertThat(RawHttp.get(port, "/short", "Accept-Encoding: gzip").text())
                  .isEqualTo("short");
              assertThat(
                      RawHttp.get(port, "/png", "Accept-Encoding: gzip").header("Content-Encoding"))
                  .isEmpty();
              assertThat(gunzip(RawHttp.get(port, "/flow", "Accept-Encoding: gzip").body()))
                  .isEqualTo("ab");
            }));
  }

  private static String gunzip(byte[] bytes) throws Exception {
    return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes());
  }

  @Test
  void aHandlerGivesAFileLikeAFolderDoesAndUnderAnyName() throws Exception {
    var own =
        new Routes()
            .get(
                "/a",
                r ->
                    Response.file(r, dir.resolve("public/a.txt"))
                        .attachment(r.query("as").orElse("a")))
            .get("/none", r -> Response.file(r, dir.resolve("public/none.txt")))
            .get("/folder", r -> Response.file(r, dir.resolve("public")));
    run(() ->
        Web.server(own)
            .serve(server -> {
              int port = server.port();
              var whole = RawHttp.get(port, "/a?as=r%C3%A9sum%C3%A9%20%22x%22.txt");
              assertThat(whole.text()).isEqualTo("0123456789");
              assertThat(whole.header("Content-Type")).hasValue("text/plain; charset=utf-8");
              assertThat(whole.header("Content-Disposition"))
                  .hasValue(
                      "attachment; filename=\"r_sum_ _x_.txt\";"
                          + " filename*=UTF-8''r%C3%A9sum%C3%A9%20%22x%22.txt");
              assertThat(RawHttp.get(port, "/a", "Range: bytes=2-4").text()).isEqualTo("234");
              String tag = "If-None-Match: " + whole.header("ETag").orElseThrow();
              assertThat(RawHttp.get(port, "/a", tag).status()).isEqualTo(304);
              assertThat(RawHttp.call(port, "HEAD", "/a", "").header("Content-Length"))
                  .hasValue("10");
              assertThat(RawHttp.get(port, "/none").status()).isEqualTo(404);
              assertThat(RawHttp.get(port, "/folder").status()).isEqualTo(404);
            }));
  }
}
