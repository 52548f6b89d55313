package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, 500",
    "30s, 30000",
    "30, 30000",
    "1.5s, 1500",
    "2m, 120000",
    "2 min, 120000",
    "1h, 3600000",
    "0, 0",
    "10S, 10000"
  })
  void readsTimes(String text, long millis) {
    assertThat(Quantities.time("--x", text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "500B, 500",
    "20kB, 20000",
    "5MB, 5000000",
    "5 mb, 5000000",
    "0.5M, 500000",
    "2GB, 2000000000"
  })
  void readsSizes(String text, int bytes) {
    assertThat(Quantities.size("--x", text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "1x", "1e3", "1s2", "1,5s", "9999999999999s"})
  void refusesWhatIsNeither(String text) {
    assertThatThrownBy(() -> Quantities.time("--x", text))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("--x: '" + text + "' is not a time");
    assertThatThrownBy(() -> Quantities.size("--x", text))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("--x: '" + text + "' is not a size");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "999, 999 ms",
    "1500, 1.5 s",
    "61000, 1 min 1 s",
    "3660000, 1 h 1 min",
    "360000000, 100 h 0 min"
  })
  void writesTimes(long millis, String text) {
    assertThat(Quantities.time(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "999, 999 B", "1500, 1.5 kB", "21000000, 21.0 MB", "1500000000, 1.5 GB"})
  void writesSizes(long bytes, String text) {
    assertThat(Quantities.bytes(bytes)).isEqualTo(text);
  }
}
