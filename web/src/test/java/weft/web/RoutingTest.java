package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.run;
import static weft.Weft.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Local;
import weft.flow.Flow;

@Timeout(60)
class RoutingTest {
  private static Handler says(String text) {
    return _ -> Response.text(text);
  }

  private static String get(WebServer server, String target) throws Exception {
    var reply = RawHttp.get(server.port(), target);
    return reply.status() + " " + reply.text().strip();
  }

  @Test
  void theMoreSpecificPatternWinsWhateverTheOrder() throws Exception {
    var routes =
        new Routes()
            .get("/{rest...}", r -> Response.text("rest " + r.pathValue("rest")))
            .get("/users/{id}", r -> Response.text("user " + r.pathValue("id")))
            .get("/users/me", says("me"))
            .get(
                "/users/{id}/posts/{post}",
                r -> Response.text(r.pathValue("id") + r.pathNumber("post")))
            .get("/", says("root"));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              assertThat(get(server, "/")).isEqualTo("200 root");
              assertThat(get(server, "/users/me")).isEqualTo("200 me");
              assertThat(get(server, "/users/7")).isEqualTo("200 user 7");
              assertThat(get(server, "/users/me/posts/3")).isEqualTo("200 me3");
              assertThat(get(server, "/users/me/posts/x")).startsWith("404");
              assertThat(get(server, "/users/me/else")).isEqualTo("200 rest users/me/else");
              assertThat(get(server, "/users/")).isEqualTo("200 rest users/");
              assertThat(get(server, "/a/b?c=d")).isEqualTo("200 rest a/b");
            }));
  }

  @Test
  void numbersThatAreNoIntAreForThoseWhoAskForALong() throws Exception {
    var routes =
        new Routes()
            .get("/int/{id}", r -> Response.text("" + r.pathNumber("id")))
            .get("/long/{id}", r -> Response.text("" + r.pathLong("id")))
            .get("/query", r -> Response.text("" + r.query().longNumber("since").orElse(-1L)));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              assertThat(get(server, "/int/3000000000")).startsWith("404");
              assertThat(get(server, "/long/3000000000")).isEqualTo("200 3000000000");
              assertThat(get(server, "/long/9999999999999999999")).startsWith("404");
              assertThat(get(server, "/query?since=3000000000")).isEqualTo("200 3000000000");
              assertThat(get(server, "/query")).isEqualTo("200 -1");
              assertThat(get(server, "/query?since=x"))
                  .isEqualTo("400 since: 'x' is not a whole number");
            }));
  }

  @Test
  void pathsAreDecodedOnceAndDotsResolved() throws Exception {
    var routes = new Routes().get("/x/{name}", r -> Response.text(r.pathValue("name")));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              assertThat(get(server, "/x/a%20b+c")).isEqualTo("200 a b+c");
              assertThat(get(server, "/x/%C3%A4")).isEqualTo("200 ä");
              assertThat(get(server, "/y/../x/z")).isEqualTo("200 z");
              assertThat(get(server, "/x/a%2Fb")).startsWith("400");
              assertThat(get(server, "/x/%zz")).startsWith("400");
            }));
  }

  @Test
  void whatIsNotThereAndWhatIsThereForOtherMethods() throws Exception {
    var routes = new Routes().get("/a", says("a")).put("/a", says("b")).post("/p", says("p"));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              int port = server.port();
              assertThat(get(server, "/b")).isEqualTo("404 there is no /b");
              var refused = RawHttp.call(port, "DELETE", "/a", "");
              assertThat(refused.status()).isEqualTo(405);
              assertThat(refused.header("Allow")).hasValue("GET, HEAD, OPTIONS, PUT");
              var options = RawHttp.call(port, "OPTIONS", "/p", "");
              assertThat(options.status()).isEqualTo(204);
              assertThat(options.header("Allow")).hasValue("OPTIONS, POST");
              var head = RawHttp.call(port, "HEAD", "/a", "");
              assertThat(head.status()).isEqualTo(200);
              assertThat(head.header("Content-Length")).hasValue("1");
              assertThat(RawHttp.call(port, "HEAD", "/p", "").status()).isEqualTo(405);
            }));
  }

  @Test
  void filtersGoAroundAllThatIsInTheirGroupTheFirstOutermost() throws Exception {
    var order = new ArrayList<String>();
    Local<String> user = Local.of("nobody");
    var routes =
        new Routes()
            .filter((request, next) -> {
              order.add("outer");
              return next.handle(request).header("X-Outer", "1");
            })
            .group(
                "/in",
                in ->
                    in.filter(
                            (request, next) -> {
                              order.add("inner");
                              if (request.query("stop").isPresent())
                                throw HttpError.forbidden("no");
                              return user.with("Ann", () -> next.handle(request));
                            })
                        .get("/who", _ -> Response.text(user.get())))
            .get("/out", _ -> Response.text(user.get()));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              assertThat(get(server, "/in/who")).isEqualTo("200 Ann");
              assertThat(get(server, "/out")).isEqualTo("200 nobody");
              assertThat(order).containsExactly("outer", "inner", "outer");
              assertThat(get(server, "/in/who?stop")).isEqualTo("403 no");
              assertThat(RawHttp.get(server.port(), "/nowhere").status()).isEqualTo(404);
              assertThat(order).endsWith("outer");
            }));
  }

  @Test
  void exceptionsBecomeStatuses() throws Exception {
    class Special extends NoSuchElementException {
      Special() {
        super("special");
      }
    }
    var routes =
        new Routes()
            .get(
                "/none",
                _ -> List.of().iterator().next() == null ? Response.empty() : Response.empty())
            .get(
                "/special",
                _ -> {
                  throw new Special();
                })
            .get(
                "/error",
                _ -> {
                  throw new HttpError(418, "short and stout");
                })
            .get(
                "/bug",
                _ -> {
                  throw new AssertionError("secret");
                })
            .onFailure(NoSuchElementException.class, 404)
            .onFailure(Special.class, (_, e) -> Response.text(e.getMessage()).status(410));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              assertThat(get(server, "/none")).startsWith("404");
              assertThat(get(server, "/special")).isEqualTo("410 special");
              assertThat(get(server, "/error")).isEqualTo("418 short and stout");
              assertThat(get(server, "/bug")).isEqualTo("500 internal error");
              var json = RawHttp.get(server.port(), "/error", "Accept: application/json");
              assertThat(json.text()).isEqualTo("{\"error\":\"short and stout\"}");
            }));
  }

  @Test
  void whatATaskOfTheHandlerThrewIsAnsweredAsItself() throws Exception {
    Routes routes =
        new Routes()
            .get("/error", _ -> inATask(new HttpError(418, "short and stout")))
            .get("/none", _ -> inATask(new NoSuchElementException("none")))
            .get("/bug", _ -> inATask(new AssertionError("secret")))
            .onFailure(NoSuchElementException.class, 404);
    run(() ->
        Web.server(routes)
            .serve(server -> {
              assertThat(get(server, "/error")).isEqualTo("418 short and stout");
              assertThat(get(server, "/none")).isEqualTo("404 none");
              assertThat(get(server, "/bug")).isEqualTo("500 internal error");
            }));
  }

  private static Response inATask(Throwable failure) {
    return scope(s ->
        s.<Response>start(
                () -> {
                  throw failure;
                })
            .await());
  }

  @Test
  void patternsThatMakeNoSenseAreRefused() {
    for (String pattern : List.of("a", "/a//b", "/{a", "/{a}/{a}", "/{a...}/b", "/*", "/{}")) {
      assertThatThrownBy(() -> new Routes().get(pattern, says("")))
          .as(pattern)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Routes().get("/users/:id", says("")))
        .hasMessage("the pattern /users/:id has the part :id: write {id}");
    assertThatThrownBy(() -> new Routes().get("/{a}", says("")).get("/{b}", says("")))
        .hasMessage("GET /{b} has a handler already");
  }

  @Test
  void lineBreaksAreRefusedInTypesAsInOtherHeaders() {
    assertThatThrownBy(() -> Response.bytes(new byte[0], "text/plain\r\nX-Evil: y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the header Content-Type can't have such a value");
    assertThatThrownBy(() -> Response.stream(Flow.empty(), "text/\u560a"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
