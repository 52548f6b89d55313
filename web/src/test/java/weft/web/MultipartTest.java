package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.Promise;

/** Forms with files, as browsers send them and as nobody should. */
@Timeout(60)
class MultipartTest {
  private static final String TYPE = "Content-Type: multipart/form-data; boundary=XX";

  /** Says what it got: names, file names, types and lengths. */
  private static final Routes ROUTES =
      new Routes()
          .post(
              "/form",
              request -> {
                var seen = new ArrayList<String>();
                request
                    .parts()
                    .forEach(part ->
                        seen.add(
                            part.name()
                                + "|"
                                + part.fileName().orElse("-")
                                + "|"
                                + part.type()
                                + "|"
                                + part.text()));
                return Response.text(String.join("\n", seen));
              })
          .post("/first", request -> Response.text(request.parts().first().name()))
          .post("/late", request -> Response.text(request.parts().toList().getFirst().text()));

  private static String part(String disposition, String content) {
    return "--XX\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
  }

  private static RawHttp.Reply post(int port, String target, String body) throws Exception {
    return RawHttp.call(port, "POST", target, body, TYPE);
  }

  @Test
  void fieldsAndFilesComeInTheirOrder() throws Exception {
    String file =
        "--XX\r\n"
            + "content-disposition: form-data; name=\"f\"; filename=\"C:\\tmp\\a \\\"b%22.png\"\r\n"
            + "Content-Type: image/png\r\n\r\n\r\n"
            + "--X\r\n"
            + "--XY\r\n\r\n";
    String body =
        "preamble\r\n" + part("name=\"häß\"", "ä") + file + part("name=plain", "") + "--XX--\r\n";
    run(() ->
        Web.server(ROUTES)
            .serve(server -> {
              var reply = post(server.port(), "/form", body);
              assertThat(reply.status()).isEqualTo(200);
              assertThat(reply.text())
                  .isEqualTo(
                      "häß|-|text/plain|ä\n"
                          + "f|a \"b\".png|image/png|\r\n"
                          + "--X\r\n"
                          + "--XY\r\n\n"
                          + "plain|-|text/plain|");
            }));
  }

  /** A boundary may be cut at any place; twice, so that the connection is seen to go on. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 64})
  void piecesOfAnySizeMakeTheSame(int size) throws Exception {
    String body = part("name=\"a\"", "1\r\n2\r\n--") + part("name=\"b\"", "\r\r\n") + "--XX--";
    run(() ->
        Web.server(ROUTES)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                for (int round = 0; round < 2; round++) {
                  client.send(
                      "POST /form HTTP/1.1\r\nHost: a\r\n"
                          + TYPE
                          + "\r\nTransfer-Encoding: chunked\r\n\r\n");
                  for (int at = 0; at < body.length(); at += size) {
                    String piece = body.substring(at, Math.min(body.length(), at + size));
                    client.send(Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
                  }
                  client.send("0\r\n\r\n");
                  assertThat(client.reply().text())
                      .isEqualTo("a|-|text/plain|1\r\n2\r\n--\nb|-|text/plain|\r\r\n");
                }
              }
            }));
  }

  @Test
  void aFileIsLargerThanTheMemoryForIt(@TempDir Path folder) throws Exception {
    byte[] piece = new byte[1_000_000];
    ThreadLocalRandom.current().nextBytes(piece);
    var routes =
        new Routes()
            .post(
                "/file",
                request -> {
                  var sizes = new ArrayList<Long>();
                  request
                      .parts()
                      .forEach(
                          part -> sizes.add(part.saveTo(folder.resolve(part.name()), 100_000_000)));
                  return Response.text(sizes + "");
                });
    run(() ->
        Web.server(routes)
            .maxBody(1_000)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                String head =
                    "--XX\r\nContent-Disposition: form-data; name=\"big\"; filename=x\r\n\r\n";
                String tail = "\r\n--XX--\r\n";
                long length = head.length() + 50L * piece.length + tail.length();
                client.send(
                    "POST /file HTTP/1.1\r\nHost: a\r\n"
                        + TYPE
                        + "\r\nContent-Length: "
                        + length
                        + "\r\n\r\n");
                client.send(head);
                for (int i = 0; i < 50; i++) client.send(piece);
                client.send(tail);
                assertThat(client.reply().text()).isEqualTo("[50000000]");
              }
            }));
    try (var in = Files.newInputStream(folder.resolve("big"))) {
      for (int i = 0; i < 50; i++) assertThat(in.readNBytes(piece.length)).isEqualTo(piece);
      assertThat(in.read()).isNegative();
    }
  }

  @Test
  void whatIsTooLargeIsRefusedAndNothingStays(@TempDir Path folder) throws Exception {
    Path target = folder.resolve("a");
    var routes =
        new Routes()
            .post("/text", request -> Response.text(request.parts().first().text()))
            .post(
                "/file", request -> Response.text(request.parts().first().saveTo(target, 5) + ""));
    String body = part("name=\"a\"; filename=\"f\"", "123456") + "--XX--";
    run(() ->
        Web.server(routes)
            .maxBody(5)
            .serve(server -> {
              assertThat(post(server.port(), "/text", body).toString())
                  .startsWith("413")
                  .endsWith("the fields are larger than 5 bytes\n");
              assertThat(post(server.port(), "/file", body).status()).isEqualTo(413);
              assertThat(target).doesNotExist();
              Files.writeString(target, "mine");
              assertThat(post(server.port(), "/file", body).status()).isEqualTo(500);
              assertThat(target).hasContent("mine");
            }));
  }

  /** The client goes away in the middle of a file. */
  @Test
  void aFileThatBreaksOffIsGone(@TempDir Path folder) throws Exception {
    Path target = folder.resolve("a");
    var begun = new CountDownLatch(1);
    var ended = new Promise<Boolean>();
    var routes =
        new Routes()
            .post(
                "/file",
                request -> {
                  begun.countDown();
                  try {
                    return Response.text(request.parts().first().saveTo(target, 1_000) + "");
                  } finally {
                    ended.complete(Files.exists(target));
                  }
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                client.send(
                    "POST /file HTTP/1.1\r\nHost: a\r\n"
                        + TYPE
                        + "\r\nContent-Length: 900\r\n\r\n");
                client.send(part("name=\"a\"", "begun"));
                begun.await();
                Tests.until(() -> Files.exists(target));
                client.reset();
              }
              assertThat(ended.await()).isFalse();
            }));
  }

  @Test
  void whatIsNotReadIsSkipped() throws Exception {
    String body = part("name=\"a\"", "x".repeat(100_000)) + part("name=\"b\"", "y") + "--XX--";
    run(() ->
        Web.server(ROUTES)
            .serve(server -> {
              assertThat(post(server.port(), "/first", body).text()).isEqualTo("a");
              assertThat(post(server.port(), "/late", body).status()).isEqualTo(500);
            }));
  }

  @Test
  void nonsenseIsRefusedInOneLine() throws Exception {
    var broken =
        List.of(
            "", // no boundary
            "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nno end",
            "--XX\r\nContent-Disposition: form-data\r\n\r\n\r\n--XX--",
            "--XXmore\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--XX--",
            "--XX\r\nX: " + "x".repeat(10_000) + "\r\n\r\n\r\n--XX--",
            part("name=a", "").repeat(1_001) + "--XX--",
            part("name=a", "") + "--XX--" + "x".repeat(10_000));
    run(() ->
        Web.server(ROUTES)
            .serve(server -> {
              for (String body : broken) {
                var reply = post(server.port(), "/form", body);
                assertThat(reply.status()).as(body.lines().findFirst().orElse("")).isEqualTo(400);
                assertThat(reply.text().lines()).hasSize(1);
              }
              assertThat(RawHttp.call(server.port(), "POST", "/form", "a=b").status())
                  .isEqualTo(415);
              String none = "Content-Type: multipart/form-data";
              assertThat(RawHttp.call(server.port(), "POST", "/form", "--XX--", none).status())
                  .isEqualTo(400);
            }));
  }

  /** Else a thousand fields would be a thousand times the limit. */
  @Test
  void whatIsKeptOfAllPartsCountsTogether() throws Exception {
    var routes =
        new Routes()
            .post(
                "/all",
                request -> {
                  int[] size = {0};
                  request.parts().forEach(part -> size[0] += part.bytes().length);
                  return Response.text("" + size[0]);
                });
    String field = part("name=\"a\"", "1234");
    run(() ->
        Web.server(routes)
            .maxBody(8)
            .serve(server -> {
              assertThat(post(server.port(), "/all", field + field + "--XX--").text())
                  .isEqualTo("8");
              assertThat(post(server.port(), "/all", field + field + field + "--XX--").status())
                  .isEqualTo(413);
            }));
  }
}
