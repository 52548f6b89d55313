package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What records are refused, and what stands in the place of what isn't there. */
class JsonStrictnessTest {
  enum Colour {
    RED
  }

  record Plain(String name, int count) {}

  record Loose(
      Optional<String> a,
      OptionalInt b,
      @Nullable String c,
      List<String> d,
      Map<String, Integer> e,
      String[] f,
      @JsonSetter(nulls = Nulls.SKIP) Integer g) {}

  record Others(
      @Nullable Boolean flag,
      @Nullable Long number,
      @Nullable Double real,
      @Nullable Colour colour,
      @JsonProperty("snake_case") @Nullable String snakeCase) {}

  record Outer(Plain inner, List<Plain> more) {}

  private static <T> T read(Class<T> type, String json) {
    return type.cast(Json.read(json.getBytes(StandardCharsets.UTF_8), type));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'x','count':1.5} | count: should be a whole number",
        "{'name':'x','count':true} | count: should be a whole number",
        "{'name':'x','count':''} | count: should be a whole number",
        "{'name':'x','count':3000000000} | count: should be a whole number",
        "{'name':'x','count':null} | count: is missing",
        "{'name':'x'} | count: is missing",
        "{'name':1,'count':1} | name: should be a text",
        "{'name':true,'count':1} | name: should be a text",
        "{'name':null,'count':1} | name: is missing",
        "{'count':1} | name: is missing",
        "{'name':'x','count':1,'count':2} | not JSON: Duplicate Object property",
      })
  void whatWouldLoseSomethingOrIsMissingIsNamed(String json, String explanation) {
    assertRefused(Plain.class, json, explanation);
  }

  private static void assertRefused(Class<?> type, String json, String explanation) {
    assertThatExceptionOfType(HttpError.class)
        .isThrownBy(() -> read(type, json.replace('\'', '"')))
        .satisfies(e -> assertThat(e.status()).isEqualTo(400))
        .withMessageStartingWith(explanation)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  @Test
  void otherKindsAndWhatIsFurtherInside() {
    assertRefused(Others.class, "{'flag':1}", "flag: should be true or false");
    assertRefused(Others.class, "{'number':1.0}", "number: should be a whole number");
    assertRefused(Others.class, "{'real':''}", "real: should be a number");
    assertRefused(Others.class, "{'colour':0}", "colour: should be one of RED");
    assertRefused(Others.class, "{'snake_case':1}", "snake_case: should be a text");
    assertRefused(Outer.class, "{'inner':{'name':'x'}}", "inner.count: is missing");
    assertRefused(
        Outer.class,
        "{'inner':{'name':'x','count':1},'more':[{'name':'x','count':1.5}]}",
        "more[0].count: should be a whole number");
  }

  @Test
  void whatMayBeMissing() {
    for (String json : List.of("{}", "{\"a\":null,\"b\":null,\"c\":null,\"d\":null,\"e\":null}")) {
      Loose loose = read(Loose.class, json);
      assertThat(loose.a()).isEmpty();
      assertThat(loose.b()).isEmpty();
      assertThat(loose.c()).isNull();
      assertThat(loose.d()).isEmpty();
      assertThat(loose.e()).isEmpty();
      assertThat(loose.f()).isEmpty();
      assertThat(loose.g()).isNull();
    }
  }

  @Test
  void whatLosesNothingIsTaken() {
    assertThat(read(Plain.class, "{\"name\":\"x\",\"count\":\"3\",\"more\":[1]}"))
        .isEqualTo(new Plain("x", 3));
    assertThat(read(Others.class, "{\"flag\":true,\"number\":1,\"real\":1,\"colour\":\"RED\"}"))
        .isEqualTo(new Others(true, 1L, 1.0, Colour.RED, null));
  }
}
