package weft.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpCookiesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Optional<Cookie> parsed(String header, String url) throws HttpException {
    return SetCookie.parse(header, Target.of(url), NOW);
  }

  private static String sent(CookieJar jar, String url) throws HttpException {
    return jar.header(Target.of(url));
  }

  private static CookieJar jar(String from, String... setCookies) throws HttpException {
    var jar = new CookieJar();
    for (String field : setCookies) jar.store(Target.of(from), Headers.of("Set-Cookie", field));
    return jar;
  }

  @ParameterizedTest
  @CsvSource({
    "a=1,h.example.org,true,/x", "a=1; Domain=example.org,example.org,false,/x",
    "a=1; domain=.Example.ORG; path=/p,example.org,false,/p", "a=1; path=p,h.example.org,true,/x",
    "a=1; Domain=h.example.org,h.example.org,false,/x"
  })
  void scopesAreThoseOfBrowsers(String header, String domain, boolean hostOnly, String path)
      throws Exception {
    Cookie cookie = parsed(header, "http://h.example.org/x/y?q=/z").orElseThrow();
    assertThat(cookie.domain()).isEqualTo(domain);
    assertThat(cookie.hostOnly()).isEqualTo(hostOnly);
    assertThat(cookie.path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "a=1; Domain=other.org,http://h.example.org/",
    "a=1; Domain=org,http://h.example.org/",
    "a=1; Domain=co.uk,http://shop.co.uk/",
    "a=1; Domain=x.h.example.org,http://h.example.org/",
    "a=1; Secure,http://h.example.org/",
    "=1,http://h/",
    "nothing,http://h/",
    "a=1; Domain=0.0.1,http://127.0.0.1/",
    "a=1; Domain=ample.org,http://h.example.org/",
    "__Secure-a=1,https://h.example.org/",
    "__host-a=1; Path=/,https://h.example.org/",
    "__Host-a=1; Secure; Path=/; Domain=h.example.org,https://h.example.org/",
    "__Host-a=1; Secure; Path=/x,https://h.example.org/",
    "__Host-a=1; Secure,https://h.example.org/x/"
  })
  void whatAHostMayNotSetIsDropped(String header, String url) throws Exception {
    assertThat(parsed(header, url)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'Wed, 09 Jun 2027 10:18:14 GMT',2027-06-09T10:18:14Z",
    "'Sunday, 06-Nov-94 08:49:37 GMT',1994-11-06T08:49:37Z",
    "'Sun Nov  6 08:49:37 1994',1994-11-06T08:49:37Z",
    "'06 nov 26 8:9:7',2026-11-06T08:09:07Z",
    "'31 Feb 2026 00:00:00',",
    "'nonsense',",
    "'10:00:00 1 Jan',",
    "'1 Jan 1500 10:00:00',"
  })
  void datesComeInEveryForm(String text, Instant expected) {
    assertThat(CookieDate.parse(text)).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void theAgeCountsForMoreThanTheDateAndNothingLastsForEver() throws Exception {
    String url = "http://h/";
    assertThat(
            parsed("a=1; Max-Age=60; Expires=Wed, 09 Jun 2027 10:18:14 GMT", url)
                .orElseThrow()
                .expires())
        .contains(NOW.plusSeconds(60));
    assertThat(parsed("a=1; Max-Age=99999999999", url).orElseThrow().expires())
        .contains(NOW.plusSeconds(400L * 24 * 3600));
    assertThat(parsed("a=1; Max-Age=0", url).orElseThrow().isExpired(NOW)).isTrue();
    assertThat(parsed("a=1", url).orElseThrow().expires()).isEmpty();
  }

  @Test
  void cookiesGoWhereTheyBelong() throws Exception {
    var jar =
        jar(
            "https://h.example.org/x/y",
            "host=1; Path=/",
            "domain=2; Domain=example.org; Path=/",
            "deep=3; Path=/x",
            "safe=4; Path=/; Secure");
    assertThat(sent(jar, "https://h.example.org/")).isEqualTo("host=1; domain=2; safe=4");
    assertThat(sent(jar, "http://h.example.org/x/z")).isEqualTo("deep=3; host=1; domain=2");
    assertThat(sent(jar, "http://h.example.org/xy")).isEqualTo("host=1; domain=2");
    assertThat(sent(jar, "http://other.example.org/")).isEqualTo("domain=2");
    assertThat(sent(jar, "http://badexample.org/")).isEmpty();
  }

  @Test
  void aCookieTakesThePlaceOfItsPredecessorAndCanBeTakenBack() throws Exception {
    var jar = jar("https://h/", "a=1", "b=1", "a=2");
    assertThat(sent(jar, "https://h/")).isEqualTo("a=2; b=1");
    jar.store(Target.of("https://h/"), Headers.of("Set-Cookie", "a=; Max-Age=0"));
    assertThat(sent(jar, "https://h/")).isEqualTo("b=1");
    jar.store(Target.of("https://h/"), Headers.of("Set-Cookie", "b=safe; Secure"));
    jar.store(Target.of("http://h/"), Headers.of("Set-Cookie", "b=forged"));
    assertThat(sent(jar, "https://h/")).isEqualTo("b=safe");
  }

  @Test
  void aJarDoesNotGrowForEver() throws Exception {
    var jar = new CookieJar();
    for (int i = 0; i < 100; i++)
      jar.store(Target.of("http://h/"), Headers.of("Set-Cookie", "c" + i + "=1"));
    assertThat(jar.cookies()).hasSize(50);
    assertThat(jar.cookies().getFirst().name()).isEqualTo("c50");
    for (int i = 0; i < 4000; i++)
      jar.store(Target.of("http://h" + i + ".test/"), Headers.of("Set-Cookie", "c=1"));
    assertThat(jar.cookies()).hasSize(3000);
  }

  @Test
  void eachSessionKeepsItsOwnAndTheClientNone() throws Exception {
    try (var server =
            new JdkServer(exchange -> {
              String path = exchange.getRequestURI().getPath();
              if (path.startsWith("/login/")) {
                exchange
                    .getResponseHeaders()
                    .add("Set-Cookie", "user=" + path.substring(7) + "; Path=/");
                exchange.getResponseHeaders().add("Location", "/me");
                JdkServer.answer(exchange, 303, "");
              } else {
                JdkServer.answer(
                    exchange, 200, String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")));
              }
            });
        var http = Http.open();
        var ada = http.session();
        var bob = http.session()) {
      assertThat(ada.post(server.url("/login/ada"), Content.text("")).text()).isEqualTo("user=ada");
      assertThat(bob.get(server.url("/login/bob")).text()).isEqualTo("user=bob");
      assertThat(ada.get(server.url("/me")).text()).isEqualTo("user=ada");
      assertThat(http.get(server.url("/login/eve")).text()).isEqualTo("null");
      bob.close();
      assertThat(ada.get(server.url("/me")).text()).isEqualTo("user=ada");
      assertThat(ada.cookies().orElseThrow().cookies()).hasSize(1);
      assertThat(http.statistics().opened()).isEqualTo(1);
    }
  }
}
