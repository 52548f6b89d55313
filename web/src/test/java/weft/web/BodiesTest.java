package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.flow.Flow;

/** What goes in and out: JSON, forms, queries, cookies, limits. */
@Timeout(60)
class BodiesTest {
  enum Colour {
    RED,
    BLUE
  }

  record Item(String name, int count, List<Colour> colours) {
    Item {
      if (count < 0) throw new IllegalArgumentException("count is negative");
    }
  }

  private static final Routes ROUTES =
      new Routes()
          .post("/item", r -> Response.json(r.json(Item.class)).status(201))
          .post("/items", r -> Response.json(r.jsonList(Item.class).size()))
          .post("/form", r -> Response.text(r.form().required("a") + r.form().all("b")))
          .get("/query", r -> Response.text(r.query("q").orElse("none") + r.query().number("n")))
          .get(
              "/cookie",
              r ->
                  Response.text(r.cookie("id").orElse("none"))
                      .cookie(Cookie.of("id", "7").secure()))
          .post("/echo", r -> Response.streamBytes(r.body(), "application/octet-stream"))
          .post("/length", r -> Response.text(r.bytes().length + ""));

  private static RawHttp.Reply post(int port, String target, String body) throws Exception {
    return RawHttp.call(port, "POST", target, body);
  }

  @Test
  void recordsComeAndGoAsJson() throws Exception {
    run(() ->
        Web.server(ROUTES)
            .serve(server -> {
              String json = "{\"name\":\"pen\",\"count\":3,\"colours\":[\"RED\"]}";
              var reply = post(server.port(), "/item", json);
              assertThat(reply.status()).isEqualTo(201);
              assertThat(reply.header("Content-Type")).hasValue("application/json");
              assertThat(reply.text()).isEqualTo(json);
              assertThat(post(server.port(), "/items", "[" + json + "," + json + "]").text())
                  .isEqualTo("2");
            }));
  }

  @Test
  void badJsonIsExplainedInOneLine() throws Exception {
    run(() ->
        Web.server(ROUTES)
            .serve(server -> {
              int port = server.port();
              assertThat(explanation(port, "")).isEqualTo("there is nothing, where JSON should be");
              assertThat(explanation(port, "{\"name\": oops}"))
                  .startsWith("not JSON: Unrecognized token 'oops'")
                  .endsWith("(line 1, column 10)");
              assertThat(explanation(port, "{\"name\": \"a\", \"count\": \"many\"}"))
                  .startsWith("count: should be a whole number (line 1, column ");
              assertThat(
                      explanation(
                          port,
                          "{\"name\": \"a\", \"count\": 1, \"colours\": [\"RED\", \"GREEN\"]}"))
                  .startsWith("colours[1]: should be one of RED, BLUE");
              assertThat(explanation(port, "{\"name\": \"a\", \"count\": -1}"))
                  .contains("count is negative");
              assertThat(explanation(port, "[]")).startsWith("the JSON should be an object");
              assertThat(explanation(port, "null")).isEqualTo("null, where something should be");
              assertThat(explanation(port, "{\"name\": \"a\", \"count\": 1} x"))
                  .contains("not JSON")
                  .hasLineCount(1);
            }));
  }

  private static String explanation(int port, String body) throws Exception {
    var reply = post(port, "/item", body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    return reply.text().stripTrailing();
  }

  @Test
  void formsQueriesAndCookies() throws Exception {
    run(() ->
        Web.server(ROUTES)
            .serve(server -> {
              int port = server.port();
              String type = "Content-Type: application/x-www-form-urlencoded; charset=utf-8";
              assertThat(RawHttp.call(port, "POST", "/form", "a=x%26y+z&b=1&b=2", type).text())
                  .isEqualTo("x&y z[1, 2]");
              assertThat(RawHttp.call(port, "POST", "/form", "b=1", type).text())
                  .isEqualTo("the parameter a is missing\n");
              assertThat(RawHttp.call(port, "POST", "/form", "a=%zz", type).status())
                  .isEqualTo(400);
              assertThat(post(port, "/form", "a=1").status()).isEqualTo(415);
              assertThat(RawHttp.get(port, "/query?q=a%20b&q=c&n=5").text())
                  .isEqualTo("a bOptional[5]");
              assertThat(RawHttp.get(port, "/query?n=five").text())
                  .isEqualTo("n: 'five' is not a whole number\n");
              var reply = RawHttp.get(port, "/cookie", "Cookie: other=1; id=42");
              assertThat(reply.text()).isEqualTo("42");
              assertThat(reply.header("Set-Cookie"))
                  .hasValue("id=7; Path=/; HttpOnly; SameSite=Lax; Secure");
            }));
  }

  @Test
  void aBodyOverTheLimitIsRefusedAndTheConnectionIsUsableOrClosed() throws Exception {
    run(() ->
        Web.server(ROUTES)
            .maxBody(1_000)
            .serve(server -> {
              int port = server.port();
              assertThat(post(port, "/length", "x".repeat(1_000)).text()).isEqualTo("1000");
              assertThat(post(port, "/length", "x".repeat(1_001)).status()).isEqualTo(413);
              try (var client = new RawHttp(port)) { // nobody says how much will come
                client.send(
                    "POST /length HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
                for (int i = 0; i < 11; i++) client.send("64\r\n" + "y".repeat(100) + "\r\n");
                assertThat(client.reply().status()).isEqualTo(413);
              }
            }));
  }

  @Test
  void aHeaderOverTheLimitIsRefused() throws Exception {
    run(() ->
        Web.server(ROUTES)
            .maxHeader(2_000)
            .serve(server -> {
              var reply = RawHttp.get(server.port(), "/query", "X-Long: " + "x".repeat(3_000));
              assertThat(reply.status()).isEqualTo(431);
              assertThat(reply.text()).isEqualTo("Request Header Fields Too Large\n");
              assertThat(reply.headers()).noneMatch(line -> line.contains("Jetty"));
            }));
  }

  @Test
  void bodiesStreamBothWays() throws Exception {
    run(() ->
        Web.server(ROUTES)
            .maxBody(10)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
                assertThat(client.head().status()).isEqualTo(200);
                for (String word : List.of("one", "two", "three, longer than the limit")) {
                  client.send(Integer.toHexString(word.length()) + "\r\n" + word + "\r\n");
                  assertThat(new String(client.chunk())).isEqualTo(word);
                }
                client.send("0\r\n\r\n");
                assertThat(client.chunk()).isEmpty();
                client.request("GET", "/query", ""); // and the connection goes on
                assertThat(client.reply().status()).isEqualTo(200);
              }
            }));
  }

  @Test
  void aClientThatDoesNotReadSlowsTheSource() throws Exception {
    var emitted = new AtomicLong();
    byte[] block = new byte[100_000];
    var endless =
        Flow.<byte[]>generate(out -> {
          while (true) {
            out.emit(block);
            emitted.incrementAndGet();
          }
        });
    var routes =
        new Routes().get("/", _ -> Response.streamBytes(endless, "application/octet-stream"));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                client.request("GET", "/", "");
                client.head();
                for (int i = 0; i < 1_000; i++) {
                  assertThat(client.chunk()).isNotEmpty();
                  // 50 MB are more than the system's buffers take.
                  assertThat(emitted.get()).isLessThan(i + 500);
                }
              }
              Tests.until(() -> server.requests() == 0); // it was cancelled
            }));
  }

  @Test
  void aBodyComesOnceOrIsInMemory() throws Exception {
    var routes =
        new Routes()
            .onFailure(IllegalStateException.class, (_, e) -> Response.text(e.getMessage()))
            .post(
                "/twice",
                r -> {
                  r.body().drain();
                  return Response.text(r.text());
                })
            .post("/parts", r -> Response.text(r.text() + r.parts().toList()))
            .post(
                "/memory",
                r ->
                    Response.streamBytes(
                        Flow.concat(Flow.of(r.bytes()), r.body(), r.body()), "text/plain"));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              int port = server.port();
              String why = "the body has been read: it comes once";
              assertThat(post(port, "/twice", "x").text()).isEqualTo(why);
              assertThat(post(port, "/memory", "x").text()).isEqualTo("xxx");
              String type = "Content-Type: multipart/form-data; boundary=b";
              assertThat(RawHttp.call(port, "POST", "/parts", "--b--\r\n", type).text())
                  .isEqualTo(why);
            }));
  }
}
