package weft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the placeholders of a statement are. */
class SqlTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "select :a, :b2_c from t where x = :a | select ?, ? from t where x = ?",
        "select ':no', \":no\", :yes | select ':no', \":no\", ?",
        "select 'it''s :no', :yes | select 'it''s :no', ?",
        "select E'it\\'s :no', :yes | select E'it\\'s :no', ?",
        "select name'x\\', :yes | select name'x\\', ?",
        "select :yes -- :no | select ? -- :no",
        "select /* :no /* :no */ :no */ :yes | select /* :no /* :no */ :no */ ?",
        "select $$ :no $$, $t$ :no $$ :no $t$, :yes | select $$ :no $$, $t$ :no $$ :no $t$, ?",
        "select a$b, :yes | select a$b, ?",
        "select x::text, :yes::int | select x::text, ?::int",
        "select @v := 1, :yes | select @v := 1, ?",
        "select a[1:2], 4-3, 8/2, :yes | select a[1:2], 4-3, 8/2, ?",
      })
  void namesArePlaceholdersWhereTheyAreNothingElse(String sql, String plain) {
    assertThat(SqlText.of(sql).plain()).isEqualTo(plain);
  }

  @Test
  void questionMarksCountWhereTheyAreNothingElse() {
    var text = SqlText.of("select '?', \"?\", ? -- ?\n, /* ? */ ?, body ?? 'a' from t");
    assertThat(text.placeholders()).isEqualTo(2);
    assertThat(text.names()).isEmpty();
    assertThat(text.plain()).isEqualTo(text.sql());
  }

  @ParameterizedTest
  @ValueSource(strings = {"'", "\"", "/*", "--", "$$", "$a$", "$", ":", "E'\\", "/", "-", "?:", ""})
  void whatEndsInTheMiddleHasAnEnd(String end) {
    assertThat(SqlText.of("select 1 " + end).placeholders()).isBetween(0, 1);
  }

  @Test
  void bothKindsTogetherAreRefused() {
    assertThatThrownBy(() -> SqlText.of("select ?, :a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "placeholders are either ? or :name, not both (a ? that is none is ??), in: select ?,"
                + " :a");
  }

  @Test
  void listsOfAnInAreFilledUpToAPowerOfTwo() {
    assertThat(expanded("x in (?)", List.of(1, 2, 3))).isEqualTo("x in (?, ?, ?, ?)[1, 2, 3, 3]");
    assertThat(expanded("x IN(?) ", List.of(1))).isEqualTo("x IN(?) [1]");
    assertThat(expanded("x not in ( ?)", List.of(1, 2))).isEqualTo("x not in ( ?, ?)[1, 2]");
    assertThat(expanded("x = any(array[?])", List.of(1, 2, 3)))
        .isEqualTo("x = any(array[?, ?, ?])[1, 2, 3]");
    assertThat(expanded("x in (?)", List.of())).isEqualTo("x in (null)[]");
  }

  private static String expanded(String sql, Object argument) {
    var values = new ArrayList<@Nullable Object>();
    return SqlText.of(sql).expanded(new Object[] {argument}, values) + values;
  }
}
