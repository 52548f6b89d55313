package weft.crawl;

import static weft.Weft.shield;
import static weft.Weft.toThread;

import java.util.Optional;
import weft.crawl.result.Validators;
import weft.crawl.store.EarlierPage;
import weft.crawl.store.EarlierPages;

/** What a crawl that is repeated knows of its pages from the time before. */
record BeforeRefresh(Optional<EarlierPages> pages) implements AutoCloseable {
  /** The status of a page that is still what it was. */
  static final int UNCHANGED = 304;

  /** What to ask the server of a page with. No interrupt may reach the database. */
  Validators validators(String url) {
    if (pages.isEmpty()) return Validators.NONE;
    EarlierPages stored = pages.get();
    return shield(() -> toThread(() -> stored.validators(url)));
  }

  /** Reads what is stored of a page that has validators. */
  EarlierPage page(String url) {
    EarlierPages stored = pages.orElseThrow();
    return shield(() -> toThread(() -> stored.page(url)));
  }

  @Override
  public void close() {
    if (pages.isPresent()) shield(() -> toThread(pages.get()::close));
  }
}
