package weft.junit;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The runs that an annotation and the system properties ask for. */
final class Seeds {
  private static final String ONE = "weft.test.seed";
  private static final String COUNT = "weft.test.seeds";
  private static final String FIRST = "weft.test.first";

  private Seeds() {}

  /**
   * The settings of each run, lazily.
   *
   * @throws IllegalArgumentException if what is asked for makes no sense
   */
  static Stream<Settings> of(WeftTest test, Function<String, @Nullable String> property) {
    if (test.limitSeconds() < 1) {
      throw new IllegalArgumentException("the limit must be at least 1 s: " + test);
    }
    var settings =
        Settings.DEFAULT.limit(Duration.ofSeconds(test.limitSeconds())).leaks(test.leaks());
    var one = property.apply(ONE);
    if (one != null) return Stream.of(settings.seed(number(ONE, one)));
    if (test.seed().length > 0) return Arrays.stream(test.seed()).mapToObj(settings::seed);
    if (test.seeds() == 0) return Stream.of(settings);
    long count = orElse(property, COUNT, test.seeds());
    if (count < 1) throw new IllegalArgumentException("there must be a seed, not " + count);
    long first = orElse(property, FIRST, 1);
    return LongStream.range(first, first + count).mapToObj(settings::seed);
  }

  private static long orElse(
      Function<String, @Nullable String> property, String name, long otherwise) {
    var value = property.apply(name);
    return value == null ? otherwise : number(name, value);
  }

  private static long number(String name, String value) {
    try {
      return Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a number, not '" + value + "'", e);
    }
  }
}
