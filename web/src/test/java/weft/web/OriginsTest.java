package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
  @ParameterizedTest
  @CsvSource({
    "https://example.org, https://example.org",
    "HTTPS://Example.ORG, https://example.org",
    "https://example.org:443, https://example.org",
    "http://example.org:80/, http://example.org",
    "https://example.org:80, https://example.org:80",
    "http://localhost:5173, http://localhost:5173",
    "http://[::1]:8080, http://[::1]:8080",
    "https://münchen.example, https://xn--mnchen-3ya.example",
    "app://local, app://local",
  })
  void originsAreWrittenAsBrowsersDo(String written, String browsers) {
    assertThat(Origins.canonical(written)).containsExactly(browsers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org",
        "*",
        "null",
        "https://*.example.org",
        "https://example.org/app",
        "https://a@b",
        "https://",
        ""
      })
  void whatIsNoOriginIsSaid(String written) {
    assertThatThrownBy(() -> Cors.allow(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no origin: '" + written + "'");
    assertThatThrownBy(() -> WebSocketOptions.defaults().origins(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one is like https://example.org");
  }

  @Test
  void anyOriginNeedsNone() {
    assertThat(WebSocketOptions.defaults().anyOrigin()).isNotNull();
  }
}
