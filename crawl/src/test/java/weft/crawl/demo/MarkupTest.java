package weft.crawl.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MarkupTest extends RunningSite {

  @Test
  void theFirstBaseCounts() {
    assertThat(client.get("/markup/base").text().lines().filter(line -> line.contains("<base")))
        .singleElement()
        .asString()
        .contains("<base href=\"/markup/far/away/page\"><base href=\"/never/");
    assertThat(links("/markup/base"))
        .containsExactlyInAnyOrder(
            uri("/markup/far/away/1"),
            uri("/markup/far/2"),
            uri("/markup/3"),
            uri("/markup/far/away/?q=4"));
  }

  @Test
  void aBaseMayLeadOutside() {
    assertThat(links("/markup/outside-base"))
        .containsExactlyInAnyOrder(
            URI.create("http://other.example/base/page"), uri("/markup/back-from-outside"));
    assertThat(client.get("/markup/outside-base").text())
        .contains("href=\"" + uri("/markup/back-from-outside") + "\"");
  }

  @Test
  void linksStandInTheirElements() {
    assertThat(client.get("/markup/area").text())
        .contains("<area alt=\"\" href=\"/markup/area/target\">");
    assertThat(client.get("/markup/nofollow").text())
        .contains("<a rel=\"nofollow\" href=\"/hidden/nofollow\">");
    assertThat(client.get("/markup/next/0").text())
        .contains("<link rel=\"next\" href=\"/markup/next/1\">\n</head>");
  }

  @Test
  void thePartsFollowEachOther() {
    for (int i = 0; i < 5; i++) {
      assertThat(links("/markup/next/" + i)).containsExactly(uri("/markup/next/" + (i + 1)));
    }
  }

  @Test
  void theDeepPageIsDeep() {
    String text = client.get("/markup/deep").text();

    assertThat(text.split("<div>", -1)).hasSize(5_001);
    assertThat(text.split("</div>", -1)).hasSize(5_001);
  }

  @Test
  void theHubLinksThousandsOfTimesToWhatIsKnown() {
    String hub = client.get("/trees/hub").text();

    assertThat(hub.split("<a href=", -1)).hasSize(5_001);
    assertThat(links("/trees/hub")).hasSizeGreaterThan(1_500);
    int depth = expected.depths().get(uri("/trees/hub"));
    assertThat(links("/trees/hub"))
        .allSatisfy(link -> assertThat(expected.depths().get(link)).isLessThan(depth));
  }

  @Test
  void linksThatAreNoneAreNotExpected() {
    String text =
        client.get("/outside/malformed").text() + client.get("/outside/other-schemes").text();

    for (String href :
        List.of("http://[", "http://exa mple", "mailto:", "java\nscript:", "data:")) {
      assertThat(text).contains("<a href=\"" + href);
    }
    assertThat(links("/outside/malformed")).containsExactly(uri("/outside/end"));
    assertThat(links("/outside/other-schemes")).containsExactly(uri("/outside/end"));
  }

  @Test
  void otherHostsAreLinkedAndNotPartOfTheSite() {
    assertThat(links("/outside/other-hosts"))
        .contains(URI.create("http://127.0.0.2:1/"), URI.create("https://other.example/b"));
    assertThat(expected.kinds().keySet())
        .allMatch(uri -> uri.getAuthority().equals(site.root().getAuthority()));
  }

  private Set<URI> links(String path) {
    return expected.pages().get(uri(path)).links();
  }
}
