package weft.crawl.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SpellingsTest extends RunningSite {

  @Test
  void aSpellingThatIsSentAsItStandsIsAnsweredWithThePage() {
    for (String spelling :
        List.of(
            "/spellings/./one",
            "/a/b/../../spellings/one",
            "/../spellings/one",
            "/spellings/%2E/one",
            "/spellings/x/%2e%2E/one")) {
      assertThat(client.get(spelling).body()).isEqualTo(client.get("/spellings/one").body());
      assertThat(site.requests(spelling)).isOne();
    }
    assertThat(client.get("/spellings/%7Euser").body())
        .isEqualTo(client.get("/spellings/~user").body());
  }

  @Test
  void whatLooksAlikeIsNotTheSame() {
    Set<URI> targets = expected.pages().get(uri("/spellings/")).links();

    assertThat(targets)
        .contains(
            uri("/spellings/one"),
            uri("/spellings/One"),
            uri("/spellings/one/"),
            uri("/spellings/one."),
            uri("/spellings/dir"),
            uri("/spellings/dir/"),
            uri("/spellings/dir//"),
            uri("/spellings/dir/index.html"),
            uri("/spellings/q?a=1&b=2"),
            uri("/spellings/q?b=2&a=1"),
            uri("/spellings/q?x=a+b"),
            uri("/spellings/q?x=a%20b"),
            uri("/spellings/q?x=a%2Bb"));
    assertThat(targets.stream().map(target -> client.get(path(target)).text()))
        .doesNotHaveDuplicates();
  }

  @Test
  void everyTargetIsNormal() {
    Set<String> unusual =
        expected.kinds().keySet().stream()
            .map(URI::toString)
            .filter(uri ->
                uri.matches(
                    ".*(%[a-f]|%.[a-f]|%4[1-9A-F]|%5[0-9A]|%6[1-9A-F]|%7[0-9AE]|%2D|%2E|%5F).*"
                        + "|.*/\\.\\.?(/.*)?|.*[#\\\\ {}|^`\"<>]|.*[?]"))
            .filter(uri -> !uri.endsWith("q?x=/../y") && !uri.endsWith("q?x=?"))
            .collect(Collectors.toSet());

    assertThat(unusual).isEmpty();
  }
}
