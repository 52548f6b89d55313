package weft.crawl.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RobotsTest extends RunningSite {

  @Test
  void robotsTxtHasItsGroups() {
    RawClient.Response response = client.get("/robots.txt");

    assertThat(response.header("content-type")).startsWith("text/plain");
    assertThat(response.text())
        .startsWith("\uFEFF#")
        .contains("User-agent: *\n", "User-Agent: Weft ", "User-agent: slowbot\nCrawl-delay: 30")
        .contains("Sitemap: " + uri("/sitemap.xml"), "Sitemap: " + uri("/sitemaps/index.xml"));
  }

  /** The rules as RFC 9309 reads them, in a few lines: the longest counts, allowing wins a tie. */
  @Test
  void theRulesForWeftForbidExactlyWhatIsDisallowed() {
    List<String[]> rules = rulesForWeft(client.get("/robots.txt").text());

    assertThat(rules).hasSizeGreaterThan(12);
    expected
        .kinds()
        .forEach((uri, kind) ->
            assertThat(forbidden(rules, path(uri)))
                .as(path(uri))
                .isEqualTo(kind == Kind.DISALLOWED));
  }

  private static List<String[]> rulesForWeft(String text) {
    return Arrays.stream(text.split("\n\n"))
        .filter(group -> Pattern.compile("(?im)^user-agent *: weft *(#.*)?$").matcher(group).find())
        .flatMap(String::lines)
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> line.matches("(?i)(dis)?allow: /.*"))
        .map(line -> line.toLowerCase().startsWith("allow") ? rule("yes", line) : rule("no", line))
        .toList();
  }

  private static String[] rule(String verdict, String line) {
    String path = line.replaceFirst("\\w+: ", "").replace("%7e", "~").replace("é", "%C3%A9");
    return new String[] {verdict, path};
  }

  private static boolean forbidden(List<String[]> rules, String path) {
    int allowed = 0;
    int disallowed = 0;
    for (String[] rule : rules) {
      String pattern = rule[1].replaceAll("[.?+]", "\\\\$0").replace("*", ".*");
      if (Pattern.compile("^" + pattern).matcher(path).find()) {
        if (rule[0].equals("yes")) {
          allowed = Math.max(allowed, rule[1].length());
        } else {
          disallowed = Math.max(disallowed, rule[1].length());
        }
      }
    }
    return disallowed > allowed;
  }
}
