package weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.http.HttpException.Reason;

/** Here 127.0.0.2 stands for an address of the public internet. */
class AddressGuardTest {
  private static final InetAddress PRIVATE = address("127.0.0.1");
  private static final InetAddress PUBLIC = address("127.0.0.2");

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001::1",
        "2001:db8::1",
        "3fff::1",
        "100::1",
        "::127.0.0.1"
      })
  void theseAreNotOfThePublicInternet(String literal) {
    assertThat(Addresses.isPublic(address(literal))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450::1",
        "64:ff9b::101:101",
        "2002:101:101::",
        "2001:4860:4860::8888"
      })
  void theseAre(String literal) {
    assertThat(Addresses.isPublic(address(literal))).isTrue();
  }

  private static Consumer<Throwable> forbidden() {
    return e ->
        assertThat(e)
            .isInstanceOfSatisfying(
                HttpException.class,
                h -> assertThat(h.reason()).isEqualTo(Reason.FORBIDDEN_ADDRESS));
  }

  private static Http client(AddressGuard guard, Resolver.Names names) {
    return new Http(HttpOptions.defaults().guard(guard), names, PUBLIC::equals);
  }

  private static TestServer redirecting(InetAddress at, String to) throws IOException {
    String head = "HTTP/1.1 302 Found\nLocation: " + to + "\nContent-Length: 0\n\n";
    return new TestServer(at, TestServer.always(head, new byte[0]));
  }

  private static void requireSecondLoopback() {
    try (var socket = new ServerSocket(0, 1, PUBLIC)) {
      assertThat(socket.isBound()).isTrue();
    } catch (IOException e) {
      assumeTrue(false, "this system has no second loopback address: " + e.getMessage());
    }
  }

  @Test
  void whatThePublicRedirectsToMustBePublic() throws Exception {
    requireSecondLoopback();
    try (var inside = TestServer.ok("", "secret".getBytes(UTF_8));
        var outside = redirecting(PUBLIC, inside.url("/"));
        var insideToo = redirecting(PRIVATE, inside.url("/"));
        var http = client(AddressGuard.REDIRECTS, InetAddress::getAllByName);
        var unguarded = client(AddressGuard.NEVER, InetAddress::getAllByName);
        var strict = client(AddressGuard.ALWAYS, InetAddress::getAllByName)) {
      assertThatThrownBy(() -> http.get(outside.url("/"))).satisfies(forbidden());
      assertThat(inside.requests).isEmpty();
      assertThat(http.get(inside.url("/")).text()).isEqualTo("secret"); // the program's own words
      assertThat(http.get(insideToo.url("/")).text()).isEqualTo("secret");
      assertThatThrownBy(() -> http.send(Request.get(inside.url("/")).untrusted()))
          .satisfies(forbidden());
      assertThat(unguarded.get(outside.url("/")).text()).isEqualTo("secret");
      assertThatThrownBy(() -> strict.get(inside.url("/"))).satisfies(forbidden());
      assertThat(Used.connections(http).inUse()).isZero();
    }
  }

  /** The name has a public address when it is checked, and a private one whenever after. */
  @Test
  void theConnectionGoesToTheAddressThatWasChecked() throws Exception {
    requireSecondLoopback();
    var asked = new AtomicInteger();
    Resolver.Names rebinding =
        host -> new InetAddress[] {asked.getAndIncrement() == 0 ? PUBLIC : PRIVATE};
    try (var outside =
            new TestServer(
                PUBLIC,
                TestServer.always(
                    "HTTP/1.1 200 OK\nContent-Length: 6\nConnection: close\n\n",
                    "public".getBytes(UTF_8)));
        var http = client(AddressGuard.REDIRECTS, rebinding)) {
      var request = Request.get("http://rebinding.test:" + outside.port() + "/").untrusted();
      assertThat(http.send(request).text()).isEqualTo("public");
      assertThat(asked).hasValue(1);
      assertThatThrownBy(() -> http.send(request)).satisfies(forbidden());
      assertThat(outside.requests.getFirst()).contains("Host: rebinding.test:");
    }
  }

  /** A connection that a trusted call left must not carry one that isn't. */
  @Test
  void keptConnectionsAreNoWayAround() throws Exception {
    try (var inside = TestServer.ok("", "secret".getBytes(UTF_8));
        var http = client(AddressGuard.REDIRECTS, host -> new InetAddress[] {PRIVATE})) {
      String url = "http://inside.test:" + inside.port() + "/";
      assertThat(http.get(url).text()).isEqualTo("secret");
      assertThat(Used.connections(http).idle()).isEqualTo(1);
      assertThatThrownBy(() -> http.send(Request.get(url).untrusted())).satisfies(forbidden());
      assertThat(inside.requests).hasSize(1);
    }
  }
}
