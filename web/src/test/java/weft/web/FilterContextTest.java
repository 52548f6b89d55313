package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Local;
import weft.flow.Flow;

/** What a filter binds is bound in all that its routes answer with, later as well. */
@Timeout(60)
class FilterContextTest {
  private static final Local<String> USER = Local.of("nobody");
  private static final Local<String> TENANT = Local.of("none");

  private static String who() {
    return USER.get() + " of " + TENANT.get();
  }

  private static final Routes ROUTES =
      new Routes()
          .filter((request, next) -> TENANT.with("t1", () -> next.handle(request)))
          .get("/open", _ -> Response.stream(Flow.defer(() -> Flow.of(who())), "text/plain"))
          .group(
              "/my",
              my ->
                  my.filter((request, next) ->
                          USER.with(request.query("name").orElse("?"), () -> next.handle(request)))
                      .get("/text", _ -> Response.text(who()))
                      .get(
                          "/stream",
                          _ -> Response.stream(Flow.range(0, 3).map(i -> i + who()), "text/plain"))
                      .get(
                          "/events",
                          _ -> Response.events(Flow.of(1).map(_ -> ServerEvent.of(who()))))
                      .webSocket(
                          "/socket",
                          socket -> {
                            socket.send(who());
                            socket.texts().forEach(text -> socket.send(text + who()));
                          }));

  @Test
  void streamsAndEventsSeeIt() throws Exception {
    run(() ->
        Web.server(ROUTES)
            .serve(server -> {
              int port = server.port();
              assertThat(RawHttp.get(port, "/open").text()).isEqualTo("nobody of t1");
              assertThat(RawHttp.get(port, "/my/text?name=ada").text()).isEqualTo("ada of t1");
              assertThat(RawHttp.get(port, "/my/stream?name=ada").text())
                  .isEqualTo("0ada of t11ada of t12ada of t1");
              assertThat(RawHttp.get(port, "/my/events?name=bob").text())
                  .isEqualTo("data: bob of t1\n\n");
            }));
  }

  @Test
  void webSocketsSeeItForAsLongAsTheyLast() throws Exception {
    run(() ->
        Web.server(ROUTES)
            .serve(server -> {
              for (String name : List.of("ada", "bob")) {
                try (var client = new RawWebSocket(server.port(), "/my/socket?name=" + name)) {
                  assertThat(client.next().text()).isEqualTo(name + " of t1");
                  assertThat(client.text("I am ").next().text())
                      .isEqualTo("I am " + name + " of t1");
                }
              }
            }));
  }

  @Test
  void oneAnswerGivenToManyIsSentInTheContextOfEach() throws Exception {
    var kept = Response.stream(Flow.of(1).map(_ -> USER.get()), "text/plain");
    var routes =
        new Routes()
            .filter((request, next) ->
                USER.with(request.query("name").orElse("?"), () -> next.handle(request)))
            .get("/", _ -> kept);
    run(() ->
        Web.server(routes)
            .serve(server -> {
              for (String name : List.of("ada", "bob", "ada")) {
                assertThat(RawHttp.get(server.port(), "/?name=" + name).text()).isEqualTo(name);
              }
            }));
  }
}
