package weft.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;
import static weft.Weft.scope;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Promise;
import weft.flow.Flow;

/** What comes before somebody asks for it is kept up to a limit, in its order; nothing is lost. */
@Timeout(120)
class ReadingAheadTest {
  private static final int KEPT = 8 * 1024;

  private static String text(int length) {
    var text = new StringBuilder(length);
    new Random(length).ints(length, 'a', 'z').forEach(c -> text.append((char) c));
    return text.toString();
  }

  @Test
  void bodiesAroundWhatIsKeptArriveWhole() throws Exception {
    var routes = new Routes().post("/", request -> Response.text(request.text()));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                for (int length = KEPT - 100; length < KEPT + 100; length++) { // with its headers
                  String body = text(length);
                  client.request("POST", "/", body);
                  assertThat(client.reply().text()).isEqualTo(body);
                }
              }
            }));
  }

  @Test
  void aBodyInPiecesOfAnySizeArrivesInItsOrder() throws Exception {
    byte[] body = new byte[3_000_000];
    var random = new Random(1);
    random.nextBytes(body);
    var routes = new Routes().post("/", request -> Response.bytes(request.bytes(), "x/y"));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                client.send(
                    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length + "\r\n\r\n");
                for (int from = 0; from < body.length; ) {
                  int to = Math.min(body.length, from + 1 + random.nextInt(3 * KEPT));
                  client.send(Arrays.copyOfRange(body, from, to));
                  from = to;
                }
                assertThat(client.reply().body()).isEqualTo(body);
              }
            }));
  }

  @Test
  void whatIsSentWhileARequestIsHandledIsAnsweredAfterIt() throws Exception {
    int requests = 1_000;
    var begun = new CountDownLatch(1);
    var sent = new CountDownLatch(1);
    var routes =
        new Routes()
            .get(
                "/first",
                _ -> {
                  begun.countDown();
                  sent.await();
                  return Response.text("first");
                })
            .post("/", request -> Response.text(request.text()));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                client.request("GET", "/first", "");
                begun.await();
                for (int i = 0; i < requests; i++) client.request("POST", "/", "number " + i);
                sent.countDown();
                assertThat(client.reply().text()).isEqualTo("first");
                for (int i = 0; i < requests; i++) {
                  assertThat(client.reply().text()).isEqualTo("number " + i);
                }
              }
            }));
  }

  /** Bodies that are read, that are not, errors before and after reading, in pieces of any size. */
  @Test
  void requestsOfAllKindsThatAreSentAheadAreAnsweredInTheirOrder() throws Exception {
    var routes =
        new Routes()
            .post("/echo", request -> Response.text(request.text()))
            .post("/ignores", _ -> Response.text("ignored"))
            .post(
                "/fails",
                request -> {
                  request.body().take(1).drain();
                  throw HttpError.conflict("no");
                });
    var paths = new String[] {"/echo", "/echo", "/ignores", "/fails", "/nothing"};
    run(() ->
        Web.server(routes)
            .serve(server -> {
              for (int seed = 0; seed < 100; seed++) {
                var random = new Random(seed);
                var asked = new ArrayList<String>();
                var bytes = new ByteArrayOutputStream();
                for (int i = 0; i < 20; i++) {
                  String path = paths[random.nextInt(paths.length)];
                  int length = random.nextBoolean() ? random.nextInt(50) : random.nextInt(2 * KEPT);
                  asked.add(path + " " + text(length));
                  bytes.writeBytes(
                      "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                          .formatted(path, length, text(length))
                          .getBytes(UTF_8));
                }
                try (var client = new RawHttp(server.port())) {
                  scope(s -> {
                    s.start(() -> sendInPieces(client, bytes.toByteArray(), random));
                    expect(asked, client);
                    client.close(); // so that the sender ends, too
                  });
                }
              }
            }));
  }

  private static void sendInPieces(RawHttp client, byte[] bytes, Random random) {
    try {
      for (int from = 0; from < bytes.length; ) {
        int to = Math.min(bytes.length, from + 1 + random.nextInt(KEPT + KEPT / 2));
        client.send(Arrays.copyOfRange(bytes, from, to));
        from = to;
      }
    } catch (IOException _) {
      // the server has said that it closes
    }
  }

  private static void expect(List<String> asked, RawHttp client) throws IOException {
    for (String path : asked) {
      var reply = client.reply();
      String body = path.substring(path.indexOf(' ') + 1);
      if (path.startsWith("/echo")) assertThat(reply.text()).isEqualTo(body);
      else if (path.startsWith("/ignores")) assertThat(reply.text()).isEqualTo("ignored");
      else assertThat(reply.status()).isEqualTo(path.startsWith("/fails") ? 409 : 404);
      if (reply.header("Connection").isEmpty()) continue;
      assertThat(path).doesNotStartWith("/echo"); // the rest of its body had not come
      return;
    }
  }

  @Test
  void aClientThatGoesAfterALongBodyCancelsItsHandler() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new Promise<String>();
    var routes =
        new Routes()
            .post(
                "/",
                request -> {
                  var _ = request.text();
                  Tests.untilCancelled(begun, end);
                  return Response.empty();
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                client.request("POST", "/", text(10 * KEPT));
                begun.await();
              }
              assertThat(end.await()).isEqualTo("the client went away");
            }));
  }

  @Test
  void aClientGetsManySmallPiecesInTheirOrder() throws Exception {
    int pieces = 60_000;
    var routes =
        new Routes()
            .get(
                "/",
                _ ->
                    Response.stream(
                        Flow.range(0, pieces).map(i -> i + text(i % 500)), "text/plain"));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                client.request("GET", "/", "");
                var _ = client.head();
                for (int i = 0; i < pieces; i++) { // by far more than the socket takes ahead
                  assertThat(new String(client.chunk(), UTF_8)).isEqualTo(i + text(i % 500));
                }
              }
            }));
  }
}
