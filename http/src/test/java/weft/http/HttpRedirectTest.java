package weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.flow.Flow;
import weft.http.HttpException.Reason;

class HttpRedirectTest {
  /** {@code /302/next} redirects to {@code /next}; all else is told back. */
  private static JdkServer redirecting() throws Exception {
    return new JdkServer(exchange -> {
      String path = exchange.getRequestURI().toString();
      if (path.matches("/3\\d\\d/.*")) {
        exchange.getRequestBody().readAllBytes();
        String to = path.substring(5);
        exchange.getResponseHeaders().add("Location", to.startsWith("http") ? to : "/" + to);
        JdkServer.answer(exchange, Integer.parseInt(path.substring(1, 4)), "moved");
      } else {
        JdkServer.echo(exchange);
      }
    });
  }

  @ParameterizedTest
  @CsvSource({
    "301,POST,GET",
    "302,POST,GET",
    "303,POST,GET",
    "307,POST,POST",
    "308,POST,POST",
    "301,PUT,PUT",
    "302,DELETE,DELETE",
    "303,PUT,GET",
    "303,GET,GET"
  })
  void methodsFollowTheRules(int status, String method, String then) throws Exception {
    try (var server = redirecting();
        var http = Http.open()) {
      String url = server.url("/" + status + "/next");
      boolean sends = !method.equals("GET");
      Response response =
          http.request(method, url, r -> sends ? r.content(Content.text("body")) : r);
      boolean kept = sends && method.equals(then);
      assertThat(response.text())
          .startsWith(then + " /next " + (kept ? "text/plain" : "null"))
          .endsWith(kept ? " body" : " ");
      assertThat(response.url()).isEqualTo(server.url("/next"));
      assertThat(response.redirects()).containsExactly(url);
      assertThat(Used.connections(http)).isEqualTo(new Used(0, 1, 0));
    }
  }

  @Test
  void aBodyThatCanBeSentOnceIsNotSentTwice() throws Exception {
    try (var server = redirecting();
        var http = Http.open()) {
      var content = Content.flow(Flow.of("a".getBytes(UTF_8)), "a/b");
      assertThatThrownBy(() -> http.post(server.url("/307/next"), content)).satisfies(is());
      assertThat(http.post(server.url("/302/next"), content).text()).startsWith("GET /next");
    }
  }

  @Test
  void credentialsStayWithTheirOrigin() throws Exception {
    try (var server = redirecting();
        var http = Http.open()) {
      assertThat(http.get(server.url("/302/same"), r -> r.bearer("t")).text())
          .startsWith("GET /same null Bearer t");
      String elsewhere = "http://127.0.0.1:" + server.port() + "/other";
      assertThat(http.get(server.url("/302/" + elsewhere), r -> r.bearer("t")).text())
          .startsWith("GET /other null null");
    }
  }

  @Test
  void redirectsEndSomewhere() throws Exception {
    try (var server = redirecting();
        var http = Http.open()) {
      String three = server.url("/302/302/302/end");
      assertThat(http.get(three).redirects()).hasSize(3);
      assertThat(http.get(three, r -> r.redirects(3)).status()).isEqualTo(200);
      assertThatThrownBy(() -> http.get(three, r -> r.redirects(2)))
          .satisfies(is())
          .hasMessageStartingWith("more than 2 redirects from " + three);
      assertThat(http.get(three, r -> r.redirects(0)).status()).isEqualTo(302);
      assertThat(Used.connections(http)).isEqualTo(new Used(0, 1, 0));
    }
  }

  @ParameterizedTest
  @CsvSource({"ftp://h/x", "http://", "mailto:a@b", "http://u:p@h/"})
  void whatCantBeCalledIsAnError(String location) throws Exception {
    String head = "HTTP/1.1 302 Found\nLocation: " + location + "\nContent-Length: 0\n\n";
    try (var server = new TestServer(TestServer.always(head, new byte[0]));
        var http = Http.open()) {
      assertThatThrownBy(() -> http.get(server.url("/"))).satisfies(is());
      assertThat(Used.connections(http).inUse()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://a/b/c/d?q,g,http://a/b/c/g", "http://a/b/c/d?q,./g/.,http://a/b/c/g/",
    "http://a/b/c/d?q,../../../g,http://a/g", "http://a/b/c/d?q,?y,http://a/b/c/d?y",
    "http://a/b/c/d?q,//h:1/x,http://h:1/x", "http://a/b/c/d?q,/./g/../h?a/../b,http://a/h?a/../b",
    "http://a/b/c/d?q,https://x/,https://x/", "http://[::1]:81/b,/c,http://[::1]:81/c",
    "http://a/b/c/d?q,#s,http://a/b/c/d?q", "http://a/b/c/d?q,g:h,g:h",
    "http://a/b,'/ä b\\|%41',http://a/%C3%A4%20b%5C|%41", "http://a/b/c/,..,http://a/b/"
  })
  void referencesResolve(String base, String reference, String expected) throws Exception {
    assertThat(References.resolve(Target.of(base), Percent.repaired(reference)))
        .isEqualTo(expected);
  }

  private static java.util.function.Consumer<Throwable> is() {
    return e ->
        assertThat(e)
            .isInstanceOfSatisfying(
                HttpException.class, h -> assertThat(h.reason()).isEqualTo(Reason.REDIRECT));
  }
}
