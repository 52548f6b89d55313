package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static weft.Fixtures.LONG;
import static weft.Weft.gather;
import static weft.Weft.moveOnAfter;
import static weft.Weft.onCancel;
import static weft.Weft.run;
import static weft.Weft.runIn;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.supervise;
import static weft.Weft.timeout;
import static weft.Weft.timeoutAt;
import static weft.Weft.toThread;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The types of exceptions through entry points: what matters most here is that it compiles. */
@Timeout(30)
class TypedExceptionTest {
  private static String fetch(int id) throws IOException {
    if (id < 0) throw new FileNotFoundException("no item " + id);
    return "item " + id;
  }

  private static void save(String item) throws IOException {
    if (item.isEmpty()) throw new IOException("empty");
  }

  /** Throws IOException and nothing else, says the compiler. */
  private static List<String> throwsWhatItsBodiesThrow(int id) throws IOException {
    run(() -> save("x"));
    scope((Scope s) -> save("x"));
    supervise((Scope s) -> save("x"));
    timeout(LONG, () -> save("x"));
    timeoutAt(Instant.MAX, () -> save("x"));
    shield(() -> save("x"));
    shield(LONG, () -> save("x"));
    toThread(() -> save("x"));
    runIn(Runnable::run, () -> save("x"));
    new CancelScope().run(() -> save("x"));
    Environment.standard().run(() -> save("x"));
    Local.of("x").with("y", () -> save("x"));
    moveOnAfter(LONG, () -> save("x"));
    return List.of(
        run(() -> fetch(id)),
        scope(s -> fetch(id)),
        supervise(s -> fetch(id)),
        timeout(LONG, () -> fetch(id)),
        timeoutAt(Instant.MAX, () -> fetch(id)),
        moveOnAfter(LONG, () -> fetch(id)).orElseThrow(),
        shield(() -> fetch(id)),
        shield(LONG, () -> fetch(id)),
        toThread(() -> fetch(id)),
        Weft.toThreadAbandoning(() -> fetch(id)),
        runIn(Runnable::run, () -> fetch(id)),
        onCancel(() -> {}, () -> fetch(id)),
        new CancelScope().run(() -> fetch(id)).orElseThrow(),
        Environment.standard().run(() -> fetch(id)),
        Local.of("x").with("y", () -> fetch(id)),
        gather(List.of(id), i -> fetch(i)).getFirst(),
        gather(List.of(id), TypedExceptionTest::fetch).getFirst(),
        gather(List.of(id), 1, TypedExceptionTest::fetch).getFirst(),
        gather(() -> fetch(id), () -> 1, (item, n) -> item));
  }

  /** Needs neither a throws clause nor a try. */
  private static List<Integer> throwsNothing() {
    return List.of(
        run(() -> 1),
        scope(s -> 1),
        supervise(s -> 1),
        timeout(LONG, () -> 1),
        moveOnAfter(LONG, () -> 1).orElseThrow(),
        shield(() -> 1),
        toThread(() -> 1),
        runIn(Runnable::run, () -> 1),
        onCancel(() -> {}, () -> 1),
        new CancelScope().run(() -> 1).orElseThrow(),
        Local.of("x").with("y", () -> 1),
        gather(List.of(1), i -> i).getFirst(),
        gather(() -> 1, () -> 2, (a, b) -> a));
  }

  @Test
  void valuesComeOut() throws IOException {
    assertThat(throwsWhatItsBodiesThrow(7)).containsOnly("item 7").hasSize(19);
    assertThat(throwsNothing()).containsOnly(1);
  }

  @Test
  void exceptionsComeOut() {
    assertThatExceptionOfType(FileNotFoundException.class)
        .isThrownBy(() -> throwsWhatItsBodiesThrow(-1))
        .withMessage("no item -1");
  }
}
