package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Property
  void aTimeIsToldRightToATenth(@ForAll @LongRange(min = 1_100, max = 1L << 39) long nanos) {
    var latencies = new Latencies();
    latencies.add(Duration.ofNanos(nanos));
    double told = Latencies.quantile(latencies.counts(), 0.5).toNanos();
    assertThat(told / nanos).isCloseTo(1, within(0.1));
  }

  @Property
  void longerTimesAreInLaterBuckets(
      @ForAll @LongRange(min = 0) long one, @ForAll @LongRange(min = 0) long other) {
    assertThat(Latencies.bucket(Math.min(one, other)))
        .isLessThanOrEqualTo(Latencies.bucket(Math.max(one, other)));
  }

  @Test
  void quantilesAreOfAllThatWereAdded() {
    var latencies = new Latencies();
    for (int i = 1; i <= 100; i++) latencies.add(Duration.ofMillis(i));
    assertThat(Latencies.quantile(latencies.counts(), 0.5).toMillis()).isBetween(45L, 55L);
    assertThat(Latencies.quantile(latencies.counts(), 0.95).toMillis()).isBetween(86L, 105L);
    assertThat(Latencies.quantile(latencies.counts(), 1).toMillis()).isBetween(90L, 110L);
  }

  @Test
  void whatIsBeyondTheEndsIsCountedThere() {
    var latencies = new Latencies();
    latencies.add(Duration.ZERO);
    latencies.add(Duration.ofDays(300));
    assertThat(latencies.counts()[0]).isEqualTo(1);
    assertThat(latencies.counts()[latencies.counts().length - 1]).isEqualTo(1);
  }

  @Test
  void nothingTakesNoTime() {
    assertThat(Latencies.quantile(new Latencies().counts(), 0.99)).isZero();
  }
}
