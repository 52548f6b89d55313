package weft.crawl.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
  /** The vector of the paper's appendix: 15 bytes from 0 to 14 under the key 0 to 15. */
  @Test
  void theHashIsTheOneOfItsPaper() {
    var text = new StringBuilder();
    for (int i = 0; i < 15; i++) text.append((char) i);
    var hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    assertThat(hash.of(text.toString())).isEqualTo(0xa129ca6149be45e5L);
  }

  @Test
  void aTextIsAddedOnce() {
    var set = new Fingerprints();
    for (int i = 0; i < 100_000; i++) assertThat(set.add("http://h/" + i)).isTrue();
    for (int i = 0; i < 100_000; i++) {
      assertThat(set.add("http://h/" + i)).isFalse();
      assertThat(set.contains("http://h/" + i)).isTrue();
      assertThat(set.contains("https://h/" + i)).isFalse();
    }
    assertThat(set.size()).isEqualTo(100_000);
  }

  @Test
  void ofManyWhoAddTheSameOneIsTheFirst() throws Exception {
    int threads = 8;
    int texts = 20_000;
    var set = new Fingerprints();
    var added = new AtomicInteger();
    var start = new CountDownLatch(1);
    var all = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      all[i] =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  start.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                for (int text = 0; text < texts; text++) {
                  if (set.add("u" + text)) added.incrementAndGet();
                }
              });
    }
    start.countDown();
    for (Thread thread : all) thread.join();
    assertThat(added).hasValue(texts);
    assertThat(set.size()).isEqualTo(texts);
  }

  @Test
  void theMapDoesWhatAMapDoes() {
    var random = new Random(3);
    var map = new LongMap();
    var expected = new HashMap<Long, Long>();
    for (int i = 0; i < 100_000; i++) {
      long key = 1 + random.nextInt(30_000);
      long value = random.nextLong() | 1;
      assertThat(map.get(key)).isEqualTo(expected.getOrDefault(key, LongMap.NONE));
      map.put(key, value);
      expected.put(key, value);
    }
    expected.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
  }
}
