package weft.crawl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Environment;
import weft.crawl.fetch.FetchRules;
import weft.crawl.fetch.Fetcher;
import weft.crawl.fetch.Gate;
import weft.crawl.url.WebUrl;
import weft.http.Http;
import weft.http.HttpOptions;
import weft.http.HttpProxy;

/** Where a robots.txt may lead. */
@Timeout(60)
class RobotsAccessTest {
  private static final byte[] RULES = answer("200 OK", "User-agent: *\nDisallow: /no");

  private static final String INSIDE = "http://127.0.0.3/secret";

  private final List<String> asked = new CopyOnWriteArrayList<>();

  private static byte[] answer(String statusAndHeaders, String body) {
    String head = "HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: " + body.length();
    return (head + "\r\n\r\n" + body).getBytes(ISO_8859_1);
  }

  /** Asks a site, through a proxy, that redirects to this machine. */
  private RobotsAccess elsewhere(String site) throws Exception {
    try (var proxy = new RawSite(this::answer, false);
        var http =
            Http.open(HttpOptions.defaults().redirects(0).proxy(HttpProxy.of(proxy.url(""))))) {
      var rules =
          new FetchRules(
              Duration.ofSeconds(20),
              0,
              Duration.ofMillis(1),
              Duration.ofMillis(1),
              Optional.empty());
      Gate gate = () -> () -> {};
      return RobotsAccess.fetch(
          WebUrl.parse(site).orElseThrow(),
          new Fetcher(http, rules, Environment.current().clock()),
          gate,
          "weft/1.0");
    }
  }

  private byte[] answer(String url) {
    if (url.endsWith("/robots.txt")) return answer("302 Found\r\nLocation: " + INSIDE, "");
    asked.add(url);
    return RULES;
  }

  @Test
  void fromThePublicInternetItLeadsToNoPrivateAddress() throws Exception {
    var access = elsewhere("http://site.invalid/");
    assertThat(access.unreachable().orElseThrow()).contains("private address");
    assertThat(asked).isEmpty();
  }

  @Test
  void withinANetworkItMayLeadAnywhere() throws Exception {
    var access = elsewhere("http://127.0.0.2/");
    assertThat(access.unreachable()).isEmpty();
    assertThat(access.rules().allow(WebUrl.parse("http://h/no").orElseThrow())).isFalse();
    assertThat(asked).containsExactly(INSIDE);
  }
}
