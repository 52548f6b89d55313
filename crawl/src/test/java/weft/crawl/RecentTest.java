package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
  private final Recent<Integer> recent = new Recent<>(3);

  @Test
  void aReaderGetsWhatItHasNotSeenAndNothingTwice() {
    recent.add(1);
    recent.add(2);
    var first = recent.after(0);
    assertThat(first.items()).containsExactly(1, 2);
    assertThat(recent.after(first.seen()).items()).isEmpty();
    recent.add(3);
    assertThat(recent.after(first.seen()).items()).containsExactly(3);
    assertThat(recent.after(0).items()).as("another reader").containsExactly(1, 2, 3);
  }

  @Test
  void ofTooMuchItGetsTheNewest() {
    for (int i = 1; i <= 10; i++) recent.add(i);
    var news = recent.after(2);
    assertThat(news.items()).containsExactly(8, 9, 10);
    assertThat(news.seen()).isEqualTo(10);
  }
}
