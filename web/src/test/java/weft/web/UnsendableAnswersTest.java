package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.flow.Flow;

/** Answers that HTTP has no way to send, or not as they are. */
@Timeout(60)
class UnsendableAnswersTest {
  @Test
  void headersThatAreTooLargeAreA500AndALineWithTheRoute() throws Exception {
    var routes =
        new Routes()
            .get("/all/{n}", r -> Response.text("x").header("X", "y".repeat(r.pathNumber("n"))));
    try (var log = new Logged()) {
      run(() ->
          Web.server(routes)
              .serve(server -> {
                try (var client = new RawHttp(server.port())) {
                  client.request("GET", "/all/16000", "");
                  assertThat(client.reply().header("X").orElseThrow()).hasSize(16_000);
                  client.request("GET", "/all/17000", "");
                  assertThat(client.reply().status()).isEqualTo(500);
                  client.request("GET", "/all/1", "");
                  assertThat(client.reply().status()).isEqualTo(200);
                }
              }));
      assertThat(log.messages())
          .containsExactly(
              "GET /all/17000: the handler of GET /all/{n} returned headers of 17046 bytes: 16384 are"
                  + " the most");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "20"})
  void aStreamOfAnotherLengthThanWasSaidIsCutAndLogged(String length) throws Exception {
    var routes =
        new Routes()
            .get(
                "/",
                _ ->
                    Response.stream(Flow.of("abc", "d"), "text/plain")
                        .header("Content-Length", length));
    try (var log = new Logged()) {
      run(() ->
          Web.server(routes)
              .serve(server -> {
                try (var client = new RawHttp(server.port())) {
                  client.request("GET", "/", "");
                  assertThat(client.head().status()).isEqualTo(200);
                  assertThat(client.in().readAllBytes()).hasSizeLessThan(20);
                }
              }));
      assertThat(log.messages()).containsExactly("GET /: the answer broke off");
      assertThat(log.records().getFirst().getThrown()).hasMessageContaining("content-length");
    }
  }

  /** A client that knows the status doesn't look for content, and takes it for the next answer. */
  @ParameterizedTest
  @ValueSource(ints = {204, 205, 304})
  void statusesWithoutContentAreSentWithoutIt(int status) throws Exception {
    var ran = new AtomicBoolean();
    Flow<String> flow =
        Flow.generate(out -> {
          ran.set(true);
          out.emit("content");
        });
    var routes =
        new Routes()
            .get("/text", _ -> Response.text("content").status(status))
            .get("/stream", _ -> Response.stream(flow, "text/plain").status(status))
            .get("/", _ -> Response.text("root"));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                for (String path : new String[] {"/text", "/stream"}) {
                  client.request("GET", path, "");
                  var head = client.head();
                  assertThat(head.status()).isEqualTo(status);
                  assertThat(head.header("Content-Length").orElse("0")).isEqualTo("0");
                  client.request("GET", "/", "");
                  assertThat(client.reply().text()).isEqualTo("root");
                }
              }
            }));
    assertThat(ran).isFalse();
  }
}
