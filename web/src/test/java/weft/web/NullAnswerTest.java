package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Null in the place of an answer: a 500, and a line that says whose mistake it is. */
@Timeout(60)
class NullAnswerTest {
  @SuppressWarnings("NullAway") // that is what is tested
  private static Response nothing() {
    return null;
  }

  @Test
  void isA500AndALineWithTheRoute() throws Exception {
    var routes =
        new Routes()
            .get("/null/{id}", _ -> nothing())
            .group(
                "/group",
                group -> group.filter((_, _) -> nothing()).get("/x", _ -> Response.empty()))
            .get(
                "/fails",
                _ -> {
                  throw new ArithmeticException();
                })
            .onFailure(ArithmeticException.class, (_, _) -> nothing())
            .onFailure(RuntimeException.class, 422);
    expect(routes, "/null/7", "GET /null/7: the handler of GET /null/{id} returned null");
    expect(routes, "/group/x", "GET /group/x: a filter of GET /group/x returned null");
    expect(
        routes,
        "/fails",
        "GET /fails: the failure handler for java.lang.ArithmeticException returned null");
    var filtered = new Routes().filter((_, _) -> nothing());
    expect(filtered, "/a", "GET /a: a filter of all routes returned null");
  }

  private static void expect(Routes routes, String path, String line) throws Exception {
    try (var log = new Logged()) {
      run(() ->
          Web.server(routes)
              .serve(server -> {
                var reply = RawHttp.get(server.port(), path, "Accept: application/json");
                assertThat(reply.status()).isEqualTo(500);
                assertThat(reply.text()).isEqualTo("{\"error\":\"internal error\"}");
              }));
      assertThat(log.messages()).containsExactly(line);
      assertThat(log.records()).allMatch(r -> r.getThrown() == null);
    }
  }
}
