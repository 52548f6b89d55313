package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.Promise;

@Timeout(120)
class TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir static Path dir;
  private static Path keystore;

  @BeforeAll
  static void makeAKey() throws Exception {
    keystore = dir.resolve("key.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    int exit =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-keystore",
                keystore.toString(),
                "-storepass",
                PASSWORD,
                "-validity",
                "10")
            .inheritIO()
            .start()
            .waitFor();
    assertThat(exit).isZero();
  }

  private static RawHttp client(int port) throws Exception {
    TrustManager trusting =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trusting}, null);
    return new RawHttp(context.getSocketFactory().createSocket("127.0.0.1", port));
  }

  private static Path pem(String name, String kind, byte[] bytes) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        dir.resolve(name),
        "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }

  @Test
  void requestsAndWebSocketsOverTls() throws Exception {
    var routes =
        new Routes()
            .get("/", request -> Response.text("secure " + request.isSecure()))
            .webSocket("/echo", socket -> socket.messages().forEach(socket::send));
    run(() ->
        Web.server(routes)
            .tls(keystore, PASSWORD)
            .serve(server -> {
              assertThat(server.uri().toString()).startsWith("https://127.0.0.1:");
              try (var client = client(server.port())) {
                for (int i = 0; i < 3; i++) {
                  client.request("GET", "/", "");
                  assertThat(client.reply().text()).isEqualTo("secure true");
                }
              }
              try (var socket = new RawWebSocket(client(server.port()).socket, "/echo")) {
                assertThat(socket.text("hello").next().text()).isEqualTo("hello");
                String large = "x".repeat(60_000);
                for (int i = 0; i < 50; i++) socket.text(large);
                for (int i = 0; i < 50; i++) assertThat(socket.next().text()).isEqualTo(large);
                socket.send(RawWebSocket.closing(1000, ""));
                assertThat(socket.next().closeCode()).isEqualTo(1000);
              }
            }));
  }

  @Test
  void certificateAndKeyInPemFiles() throws Exception {
    var store = KeyStore.getInstance(keystore.toFile(), PASSWORD.toCharArray());
    Path certificate = pem("c.pem", "CERTIFICATE", store.getCertificate("server").getEncoded());
    Path key =
        pem("k.pem", "PRIVATE KEY", store.getKey("server", PASSWORD.toCharArray()).getEncoded());
    var routes = new Routes().get("/", _ -> Response.text("hello"));
    run(() ->
        Web.server(routes)
            .tls(certificate, key)
            .serve(server -> {
              try (var client = client(server.port())) {
                client.request("GET", "/", "");
                assertThat(client.reply().text()).isEqualTo("hello");
              }
            }));
    assertThatThrownBy(() -> Web.server(routes).tls(certificate, certificate))
        .hasMessageEndingWith("has no PRIVATE KEY in it (PKCS#8)");
    assertThatThrownBy(() -> Web.server(routes).tls(key, certificate))
        .hasMessage(key + " has no certificate in PEM format");
    Path none = dir.resolve("none");
    assertThatThrownBy(() -> Web.server(routes).tls(certificate, none))
        .hasMessage(none + " is not there");
    assertThatThrownBy(() -> Web.server(routes).tls(none, PASSWORD))
        .hasMessage(none + " is not there");
    assertThatThrownBy(() -> Web.server(routes).tls(keystore, "wrong"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClientThatGoesAwayCancelsItsHandlerHereToo() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new Promise<String>();
    var running = new Promise<WebServer>();
    var routes =
        new Routes()
            .get(
                "/slow",
                _ -> {
                  Tests.untilTheServerLooks(running.await());
                  return Response.text("slow");
                })
            .get(
                "/",
                _ -> {
                  Tests.untilCancelled(begun, end);
                  return Response.empty();
                });
    run(() ->
        Web.server(routes)
            .tls(keystore, PASSWORD)
            .serve(server -> {
              running.complete(server);
              var client = client(server.port());
              for (int i = 0; i < 5; i++) { // what looks for the end is in nobody's way
                client.request("GET", "/slow", "");
                assertThat(client.reply().text()).isEqualTo("slow");
              }
              client.request("GET", "/", "");
              begun.await();
              client.close();
              assertThat(end.await()).isEqualTo("the client went away");
            }));
  }
}
