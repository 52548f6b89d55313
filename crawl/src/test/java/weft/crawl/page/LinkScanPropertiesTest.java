package weft.crawl.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What a scan finds, or that it gives up, on pages that are made up. */
class LinkScanPropertiesTest {
  @Property(tries = 20_000)
  void pagesOfAnyPieces(@ForAll long seed) {
    boolean _ = LinkScanTest.agrees(PageSoup.anything(new Random(seed)));
  }

  /** The scan is of use only if it manages what most pages are made of. */
  @Property(tries = 5_000)
  void pagesAsPeopleWriteThem(@ForAll long seed) {
    String html = PageSoup.decent(new Random(seed));
    assertThat(LinkScanTest.agrees(html)).as(html).isTrue();
  }
}
