package weft.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.http.HttpException.Reason;

@Timeout(60)
class HttpSocksTest {
  private static Http through(String proxy) {
    return Http.open(HttpOptions.defaults().proxy(HttpProxy.of(proxy)));
  }

  private static void assertRefused(String proxy, String url, String message) {
    try (var http = through(proxy)) {
      assertThatThrownBy(() -> http.get(url))
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PROXY))
          .hasMessageContaining(message)
          .hasMessageNotContaining("ada")
          .hasMessageNotContaining("secret");
      assertThat(Used.connections(http)).isEqualTo(new Used(0, 0, 0));
    }
  }

  @Test
  void theProxyIsToldTheNameAndPassesTheBytesThrough() throws Exception {
    for (String login : new String[] {"", "ada:se:cret"}) {
      try (var plain = new JdkServer(JdkServer::echo);
          var proxy = new SocksServer(login);
          var http = through(proxy.url(login.isEmpty() ? "" : "ada:se%3Acret@"))) {
        String url = "http://only.the.proxy.knows.test:" + plain.port();
        assertThat(http.get(url + "/a").text()).startsWith("GET /a");
        assertThat(http.get(url + "/b").text()).startsWith("GET /b");
        assertThat(proxy.asked).containsExactly("only.the.proxy.knows.test:" + plain.port());
      }
    }
  }

  @Test
  void whatItRefusesIsSaidInOneLine() throws Exception {
    try (var open = new SocksServer("");
        var closed = new SocksServer("ada:secret")) {
      assertRefused(
          open.url(""),
          "http://forbidden.test/",
          "let nothing through to forbidden.test: not allowed");
      assertRefused(open.url("ada:secret@"), "http://h.test/", "takes no name and password");
      assertRefused(closed.url(""), "http://h.test/", "wants a name and a password");
      assertRefused(closed.url("ada:wrong@"), "http://h.test/", "refused the name or the password");
    }
    assertRefused("socks5://127.0.0.1:1", "http://h.test/", "refused the connection");
  }
}
