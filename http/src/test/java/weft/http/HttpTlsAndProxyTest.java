package weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.http.HttpException.Reason;

@Timeout(60)
class HttpTlsAndProxyTest {
  @TempDir static Path folder;
  private static Certificates host;
  private static Certificates other;
  private static Certificates client;

  @BeforeAll
  static void make() throws Exception {
    host = new Certificates(folder, "host", "localhost");
    other = new Certificates(folder, "other", "other.test");
    client = new Certificates(folder, "client", "ada");
  }

  private static Consumer<Throwable> is(Reason reason) {
    return e ->
        assertThat(e)
            .isInstanceOfSatisfying(
                HttpException.class, h -> assertThat(h.reason()).isEqualTo(reason));
  }

  private static Http with(Tls tls) {
    return Http.open(HttpOptions.defaults().tls(tls));
  }

  @Test
  void onlyTrustedServersAreTalkedTo() throws Exception {
    try (var server = JdkServer.secure(host.server(client), false, JdkServer::echo)) {
      for (var good :
          new Tls[] {
            Tls.system().trust(host.pem()), Tls.system().trustOnly(host.pem()), Tls.insecure()
          }) {
        try (var http = with(good)) {
          assertThat(http.get(server.url("/a")).text()).startsWith("GET /a");
          assertThat(http.get(server.url("/b")).text()).startsWith("GET /b");
          assertThat(http.statistics().opened()).isEqualTo(1);
        }
      }
      for (var bad : new Tls[] {Tls.system(), Tls.system().trustOnly(other.pem())}) {
        try (var http = with(bad)) {
          assertThatThrownBy(() -> http.get(server.url("/")))
              .satisfies(is(Reason.TLS))
              .hasMessageEndingWith(
                  ": its certificate is by nobody who is trusted; Tls.trust adds an authority");
          assertThat(Used.connections(http)).isEqualTo(new Used(0, 0, 0));
        }
      }
    }
  }

  @Test
  void namesAreCheckedUnlessNothingIs() throws Exception {
    try (var server = JdkServer.secure(other.server(client), false, JdkServer::echo)) {
      try (var http = with(Tls.system().trust(other.pem()))) {
        assertThatThrownBy(() -> http.get(server.url("/")))
            .satisfies(is(Reason.TLS))
            .hasMessageContaining(": its certificate is for another name (");
      }
      try (var http = with(Tls.insecure())) {
        assertThat(http.get(server.url("/")).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aClientCanShowWhoItIs() throws Exception {
    JdkServer.Handler who =
        exchange -> {
          var secure = (com.sun.net.httpserver.HttpsExchange) exchange;
          JdkServer.answer(exchange, 200, secure.getSSLSession().getPeerPrincipal().getName());
        };
    try (var server = JdkServer.secure(host.server(client), true, who)) {
      Tls tls = Tls.system().trust(host.pem());
      try (var http = with(tls.clientCertificate(client.pem(), client.keyPem()))) {
        assertThat(http.get(server.url("/")).text()).isEqualTo("CN=ada");
      }
      try (var http = with(tls)) {
        assertThatThrownBy(() -> http.get(server.url("/"))).isInstanceOf(HttpException.class);
      }
    }
  }

  @Test
  void filesWithoutKeysAreRefusedWithAClearLine() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
    assertThatThrownBy(() -> Tls.system().trust(empty))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("empty.pem has no certificate in PEM format");
    assertThatThrownBy(() -> Tls.system().clientCertificate(client.pem(), client.pem()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no plain PKCS #8 private key");
  }

  @Test
  void secureCallsGoThroughATunnelAndPlainOnesAreForwarded() throws Exception {
    try (var secure = JdkServer.secure(host.server(client), false, JdkServer::echo);
        var plain = new JdkServer(JdkServer::echo);
        var proxy = new ForwardProxy(Credentials.basic("ada", "se:cret").header());
        var http =
            Http.open(
                HttpOptions.defaults()
                    .tls(Tls.system().trust(host.pem()))
                    .proxy(HttpProxy.of(proxy.url("ada:se%3Acret@"))))) {
      for (int i = 0; i < 2; i++)
        assertThat(http.get(secure.url("/a")).text()).startsWith("GET /a null null");
      assertThat(proxy.asked).containsExactly("CONNECT localhost:" + secure.port() + " HTTP/1.1");
      String named = "http://only.the.proxy.knows.test:" + plain.port() + "/b?c=d";
      assertThat(http.get(named).text()).startsWith("GET /b?c=d null null");
      assertThat(proxy.asked.getLast()).isEqualTo("GET " + named + " HTTP/1.1");
      assertThat(Used.connections(http).inUse()).isZero();
    }
  }

  @Test
  void aProxyThatRefusesIsNamed() throws Exception {
    try (var secure = JdkServer.secure(host.server(client), false, JdkServer::echo);
        var proxy = new ForwardProxy("Basic other");
        var http = Http.open(HttpOptions.defaults().proxy(HttpProxy.of(proxy.url("ada:x@"))))) {
      assertThatThrownBy(() -> http.get(secure.url("/")))
          .satisfies(is(Reason.PROXY))
          .hasMessageContaining("HTTP/1.1 407 Proxy Authentication Required")
          .hasMessageNotContaining("ada");
      assertThat(http.get("http://localhost:1/").status()).isEqualTo(407);
      assertThat(Used.connections(http).inUse()).isZero();
    }
    try (var http = Http.open(HttpOptions.defaults().proxy(HttpProxy.of("http://127.0.0.1:1")))) {
      assertThatThrownBy(() -> http.get("http://h/")).satisfies(is(Reason.PROXY));
    }
  }

  @Test
  void whatAProxySaysMovesNoCursorAndFillsNoScreen() throws Exception {
    String said = "HTTP/1.1 403 \u001b[31m" + "x".repeat(5000) + "\n\n";
    try (var proxy = new TestServer(TestServer.always(said, new byte[0]));
        var http = Http.open(HttpOptions.defaults().proxy(HttpProxy.of(proxy.url(""))))) {
      assertThatThrownBy(() -> http.get("https://h/"))
          .satisfies(is(Reason.PROXY))
          .message()
          .contains("let nothing through: HTTP/1.1 403 ?[31mxxx")
          .hasSizeLessThan(300);
    }
  }

  @Test
  void aProxyThatBreaksOffIsNamed() throws Exception {
    try (var listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var http =
            Http.open(
                HttpOptions.defaults()
                    .proxy(HttpProxy.of("http://127.0.0.1:" + listening.getLocalPort())))) {
      Thread.ofVirtual()
          .start(() -> {
            try (var connection = listening.accept()) {
              int _ = connection.getInputStream().read();
              connection.setSoLinger(true, 0); // reset
            } catch (IOException _) {
              // the test is over
            }
          });
      assertThatThrownBy(() -> http.get("https://h/"))
          .satisfies(is(Reason.CONNECTION_LOST))
          .hasMessageStartingWith("the proxy 127.0.0.1:");
    }
  }

  /** Anybody on the way can end a connection; only the server can end TLS. */
  @Test
  void aBodyWhoseEndIsNotThatOfTlsIsCutOff() throws Exception {
    try (var listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var http = with(Tls.insecure())) {
      Thread.ofVirtual()
          .start(() -> {
            for (boolean whole : new boolean[] {true, false}) {
              try (var connection = listening.accept()) {
                var secure =
                    (SSLSocket)
                        ((SSLSocketFactory) host.server(client).getSocketFactory())
                            .createSocket(connection, (InputStream) null, false);
                var _ = Head.read(secure.getInputStream(), 10_000);
                secure.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\nhalf".getBytes(UTF_8));
                if (whole) secure.close();
              } catch (Exception _) {
                // the client left
              }
            }
          });
      String url = "https://127.0.0.1:" + listening.getLocalPort() + "/";
      assertThat(http.get(url).text()).isEqualTo("half");
      assertThatThrownBy(() -> http.get(url)).satisfies(is(Reason.CONNECTION_LOST));
    }
  }

  @Test
  void exceptionsAreCalledDirectly() throws Exception {
    try (var plain = new JdkServer(JdkServer::echo);
        var proxy = new ForwardProxy("");
        var http =
            Http.open(
                HttpOptions.defaults().proxy(HttpProxy.of(proxy.url("")).except("localhost")))) {
      assertThat(http.get(plain.url("/")).status()).isEqualTo(200);
      assertThat(proxy.asked).isEmpty();
    }
  }

  @Test
  void theEnvironmentNamesProxies() {
    var all =
        Map.of(
            "ALL_PROXY",
            "http://a:1",
            "HTTPS_PROXY",
            "b:2",
            "HTTP_PROXY",
            "http://evil:3",
            "NO_PROXY",
            "x.org, .y.org *.z.org");
    HttpProxy proxy = HttpProxy.from(all).orElseThrow();
    assertThat(proxy.to("http", "h").map(Object::toString)).contains("a:1");
    assertThat(proxy.to("https", "h").map(Object::toString)).contains("b:2");
    for (String direct : new String[] {"x.org", "W.X.org", "y.org", "a.z.org"})
      assertThat(proxy.to("http", direct)).isEmpty();
    assertThat(proxy.to("http", "ax.org")).isPresent();
    assertThat(HttpProxy.from(Map.of("HTTP_PROXY", "http://evil:3"))).isEmpty();
    assertThat(HttpProxy.from(Map.of("http_proxy", "http://h:1")).flatMap(p -> p.to("https", "x")))
        .isEqualTo(Optional.empty());
    assertThatThrownBy(() -> HttpProxy.of("socks4://u:secret@h:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }
}
