package weft.crawl.demo;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The model agrees with itself. */
class ModelTest {

  private final Site site = Site.of(new Origin("localhost", 4711), false);
  private final Expected expected = Survey.of(site);

  @Test
  void thereAreAboutTwoThousandPages() {
    assertThat(expected.pages().size()).isBetween(1_900, 2_200);
    assertThat(expected.summary().get(Kind.PAGE)).isEqualTo(expected.pages().size());
  }

  @Test
  void thereIsEveryKindButAPageThatNeverAnswers() {
    assertThat(Set.copyOf(expected.kinds().values()))
        .isEqualTo(
            EnumSet.complementOf(EnumSet.of(Kind.TIMED_OUT, Kind.SITEMAP, Kind.SITEMAP_INDEX)));
    assertThat(expected.summary()).hasSize(Kind.values().length).containsEntry(Kind.TIMED_OUT, 0);
    assertThat(expected.summary().values().stream().mapToInt(n -> n).sum())
        .isEqualTo(expected.kinds().size());
  }

  @Test
  void theHangingPageIsThereOnRequest() {
    Expected hanging = Survey.of(Site.of(new Origin("localhost", 4711), true));

    assertThat(hanging.kinds())
        .containsEntry(URI.create("http://localhost:4711/hang"), Kind.TIMED_OUT);
    assertThat(hanging.kinds()).hasSize(expected.kinds().size() + 1);
  }

  @Test
  void everyPageIsReachedFromTheRoot() {
    Set<URI> all =
        site.pages().stream()
            .filter(page -> !page.path().startsWith(Site.HIDDEN))
            .map(page -> site.origin().uri(page.path()))
            .collect(toSet());
    all.remove(site.origin().uri("/sitemaps/hidden.xml.gz")); // which only an index names

    assertThat(expected.kinds().keySet()).isEqualTo(all);
  }

  @Test
  void sitemapsNameMore() {
    Expected more = Survey.withSitemaps(site);

    assertThat(more.kinds().keySet()).containsAll(expected.kinds().keySet());
    assertThat(more.summary().get(Kind.PAGE)).isEqualTo(expected.summary().get(Kind.PAGE) + 20);
    assertThat(more.summary()).containsEntry(Kind.SITEMAP, 3).containsEntry(Kind.SITEMAP_INDEX, 2);
    assertThat(more.depths().get(site.origin().uri("/trees/hub"))).isEqualTo(1);
  }

  @Test
  void everyLinkOfTheSiteLeadsToAPageOfIt() {
    assertThat(site.pages())
        .flatExtracting(Page::links)
        .filteredOn(Link::leadsInside)
        .allSatisfy(link -> assertThat(site.find(link.to())).isPresent());
  }

  @Test
  void onlyPagesAndRedirectsLink() {
    for (Page page : site.pages()) {
      switch (page.kind()) {
        case PAGE, NO_INDEX, DUPLICATE -> {}
        case REDIRECT, REDIRECT_LOOP -> assertThat(page.links()).hasSize(1);
        default -> assertThat(page.links()).isEmpty();
      }
    }
  }

  @Test
  void noTrapIsExpected() {
    assertThat(expected.kinds().keySet()).noneMatch(uri -> uri.getPath().startsWith("/never"));
    assertThat(expected.pages().values())
        .flatExtracting(Expected.ExpectedPage::links)
        .noneMatch(uri -> uri.getPath().startsWith("/never"));
  }

  @Test
  void depthsAreShortestWays() {
    assertThat(depth("/")).isZero();
    expected
        .pages()
        .forEach((uri, page) ->
            page.links().stream()
                .filter(expected.depths()::containsKey)
                .forEach(link ->
                    assertThat(expected.depths().get(link))
                        .isLessThanOrEqualTo(expected.depths().get(uri) + 1)));
    expected
        .redirects()
        .forEach((uri, target) ->
            assertThat(expected.depths().getOrDefault(target, 0))
                .isLessThanOrEqualTo(expected.depths().get(uri)));
    assertThat(depth("/trees/bamboo/")).isEqualTo(2);
    assertThat(depth("/trees/bamboo/" + "1/".repeat(40))).isEqualTo(42);
    assertThat(depth("/trees/hub")).isEqualTo(43);
  }

  @Test
  void aRedirectAddsNoDepth() {
    assertThat(depth("/redirects/chain/1")).isEqualTo(2);
    assertThat(depth("/redirects/chain/end")).isEqualTo(2);
    assertThat(depth("/redirects/ladder/end")).isEqualTo(2);
  }

  @Test
  void requestsFollowFromKindAndFailures() {
    Map<URI, Integer> requests = expected.requests();
    expected
        .kinds()
        .forEach((uri, kind) -> {
          switch (kind) {
            case DISALLOWED -> assertThat(requests).containsEntry(uri, 0);
            case FAILED -> assertThat(requests).containsEntry(uri, 4);
            case HTTP_ERROR -> {
              int status = expected.statuses().get(uri);
              assertThat(requests).containsEntry(uri, status == 429 || status >= 500 ? 4 : 1);
            }
            default -> assertThat(requests.get(uri)).isBetween(1, 4);
          }
        });
  }

  @Test
  void slowPagesStaySmallInSum() {
    int millis =
        site.pages().stream()
            .filter(page -> page.path().matches("/slow/.+"))
            .mapToInt(page -> Integer.parseInt(page.title().replaceAll("\\D", "")))
            .sum();

    assertThat(millis).isBetween(3_000, 9_999);
  }

  private int depth(String path) {
    return expected.depths().get(site.origin().uri(path));
  }
}
