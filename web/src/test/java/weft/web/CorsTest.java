package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.run;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CorsTest {
  private static final String OURS = "Origin: https://app.example";
  private static final String OTHERS = "Origin: https://evil.example";
  private static final String ASKS = "Access-Control-Request-Method: PUT";

  private static final Routes ROUTES =
      new Routes()
          .put("/a", _ -> Response.text("done"))
          .get("/a", _ -> Response.text("read"))
          .get(
              "/bad",
              _ -> {
                throw HttpError.conflict("no");
              });

  private static void with(Cors cors, ServerAction<Exception> body) throws Exception {
    run(() -> Web.server(ROUTES).cors(cors).serve(body));
  }

  @Test
  void withoutItNothingIsSaid() throws Exception {
    run(() ->
        Web.server(ROUTES)
            .serve(server -> {
              var reply = RawHttp.get(server.port(), "/a", OURS);
              assertThat(reply.headers().toString()).doesNotContain("Access-Control", "Vary");
              assertThat(
                      RawHttp.call(server.port(), "OPTIONS", "/a", "", OURS, ASKS).header("Allow"))
                  .hasValue("GET, HEAD, OPTIONS, PUT");
            }));
  }

  @Test
  void pagesOfThoseOriginsMayReadAndOthersNot() throws Exception {
    with(
        Cors.allow("https://app.example").withCredentials().expose("X-Total"),
        server -> {
          var ours = RawHttp.get(server.port(), "/a", OURS);
          assertThat(ours.text()).isEqualTo("read");
          assertThat(ours.header("Access-Control-Allow-Origin")).hasValue("https://app.example");
          assertThat(ours.header("Access-Control-Allow-Credentials")).hasValue("true");
          assertThat(ours.header("Access-Control-Expose-Headers")).hasValue("X-Total");
          assertThat(ours.header("Vary")).hasValue("Origin");
          for (String other : new String[] {OTHERS, "X-No: origin", "Origin: null"}) {
            var reply = RawHttp.get(server.port(), "/a", other);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.headers().toString()).doesNotContain("Access-Control");
            assertThat(reply.header("Vary")).hasValue("Origin"); // or a cache would mix them up
          }
        });
  }

  @Test
  void errorsCanBeReadToo() throws Exception {
    with(
        Cors.allow("https://app.example"),
        server -> {
          for (String path : new String[] {"/bad", "/nothing"}) {
            var reply = RawHttp.get(server.port(), path, OURS);
            assertThat(reply.status()).isGreaterThanOrEqualTo(400);
            assertThat(reply.header("Access-Control-Allow-Origin")).hasValue("https://app.example");
          }
        });
  }

  @Test
  void browsersThatAskBeforeGetAnAnswer() throws Exception {
    with(
        Cors.allow("https://app.example").methods("PUT").maxAge(Duration.ofMinutes(5)),
        server -> {
          String headers = "Access-Control-Request-Headers: x-a,content-type";
          var reply = RawHttp.call(server.port(), "OPTIONS", "/a", "", OURS, ASKS, headers);
          assertThat(reply.status()).isEqualTo(204);
          assertThat(reply.header("Access-Control-Allow-Methods")).hasValue("PUT");
          assertThat(reply.header("Access-Control-Allow-Headers")).hasValue("x-a,content-type");
          assertThat(reply.header("Access-Control-Max-Age")).hasValue("300");
          var refused = RawHttp.call(server.port(), "OPTIONS", "/a", "", OTHERS, ASKS);
          assertThat(refused.status()).isEqualTo(403);
          assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
          assertThat(RawHttp.call(server.port(), "OPTIONS", "/a", "", OURS).header("Allow"))
              .hasValue("GET, HEAD, OPTIONS, PUT"); // that isn't a browser asking
        });
  }

  @Test
  void anApiForAllNamesNobody() throws Exception {
    with(
        Cors.anyOrigin().headers("X-A"),
        server -> {
          var reply = RawHttp.get(server.port(), "/a", OTHERS);
          assertThat(reply.header("Access-Control-Allow-Origin")).hasValue("*");
          assertThat(reply.header("Vary")).isEmpty();
          assertThat(
                  RawHttp.call(server.port(), "OPTIONS", "/a", "", OTHERS, ASKS)
                      .header("Access-Control-Allow-Headers"))
              .hasValue("X-A");
        });
    assertThatThrownBy(() -> Cors.anyOrigin().withCredentials())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Cors.allow("https://a.example/path"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
