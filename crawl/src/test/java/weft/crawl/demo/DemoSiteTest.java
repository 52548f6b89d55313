package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Starting, asking and ending. */
class DemoSiteTest extends RunningSite {

  @Test
  void itListensOnLoopback() throws IOException {
    assertThat(site.root().toString()).matches("http://localhost:\\d+/");
    assertThat(InetAddress.getByName(site.root().getHost()).isLoopbackAddress()).isTrue();
    assertThat(client.get("/").text()).contains("<title>The demo site</title>");
  }

  @Test
  void aPortInUseIsOneClearLine() {
    int port = site.root().getPort();

    assertThatExceptionOfType(BindException.class)
        .isThrownBy(() -> DemoSite.start(port))
        .withMessageMatching("cannot listen on localhost:" + port + ": [^\\n]+");
  }

  @Test
  void aPortMayBeChosenAndIsFreeAgainAfterwards() throws IOException {
    int port = site.root().getPort();
    site.close();

    try (DemoSite again = DemoSite.start(port)) {
      assertThat(again.root()).isEqualTo(site.root());
      assertThat(new RawClient(again.root()).get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void aPortOutOfRangeIsRefused() {
    for (int port : new int[] {-1, 65_536}) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> DemoSite.start(port))
          .withMessageContaining(Integer.toString(port));
    }
  }

  @Test
  void closingTwiceIsClosingOnce() {
    site.close();
    site.close();
  }

  @Test
  @SuppressWarnings("try") // closing it early is the point
  void closingEndsRequestsThatHang() throws IOException {
    try (DemoSite hanging = DemoSite.startWithHang();
        Socket socket = new Socket("localhost", hanging.root().getPort())) {
      socket
          .getOutputStream()
          .write("GET /hang HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      while (hanging.requests("/hang") == 0) {
        Thread.onSpinWait();
      }
      hanging.close();

      InputStream in = socket.getInputStream();
      assertThat(in.readAllBytes()).isEmpty();
    }
  }

  @Test
  void requestsAreCountedAsTheyWereSpelled() {
    client.get("/web/");
    client.get("/web/");
    client.get("/web/?x=%7e");
    client.get("/nothing/here");
    client.request("HEAD", "/web/");

    assertThat(site.requests("/web/")).isEqualTo(3);
    assertThat(site.requests("/web/1.html")).isZero();
    assertThat(site.requestCounts())
        .isEqualTo(Map.of("/web/", 3, "/web/?x=%7e", 1, "/nothing/here", 1));
  }

  @Test
  void whatIsNotThereIsA404() {
    assertThat(client.get("/nothing/here").status()).isEqualTo(404);
    assertThat(client.get("/web/?x=1").status()).isEqualTo(404);
  }

  @Test
  void headHasTheHeadersAndNoBody() {
    for (String path : new String[] {"/", "/files/pixel.png", "/redirects/301", "/files/empty"}) {
      RawClient.Response get = client.get(path);
      RawClient.Response head = client.request("HEAD", path);

      assertThat(head.status()).isEqualTo(get.status());
      assertThat(head.body()).isEmpty();
      for (String name : new String[] {"content-type", "content-length", "location"}) {
        assertThat(head.header(name)).as(path + " " + name).isEqualTo(get.header(name));
      }
    }
    assertThat(client.request("HEAD", "/large/streamed").optionalHeader("content-length"))
        .isEmpty();
  }

  @Test
  void otherMethodsAreRefused() {
    RawClient.Response response = client.request("DELETE", "/");

    assertThat(response.status()).isEqualTo(405);
    assertThat(response.header("allow")).isEqualTo("GET, HEAD");
  }
}
