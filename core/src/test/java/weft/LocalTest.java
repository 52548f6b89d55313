package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static weft.Weft.gather;
import static weft.Weft.gatherSettled;
import static weft.Weft.race;
import static weft.Weft.runIn;
import static weft.Weft.scope;
import static weft.Weft.toThread;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Context variables. */
@Timeout(30)
class LocalTest {
  private static final Local<String> USER = Local.of("nobody");
  private static final Local<Integer> LEVEL = Local.unbound();

  @Test
  void initialValueAndNone() {
    assertThat(USER.get()).isEqualTo("nobody");
    assertThat(USER.find()).contains("nobody");
    assertThat(LEVEL.find()).isEmpty();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(LEVEL::get);
  }

  @Test
  void bindingHoldsForItsBodyHoweverThatEnds() {
    String seen = USER.with("ada", () -> USER.get());
    assertThat(seen).isEqualTo("ada");
    assertThat(USER.get()).isEqualTo("nobody");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            USER.with(
                "ada",
                () -> {
                  throw new IOException("typed");
                }));
    assertThat(USER.get()).isEqualTo("nobody");
    USER.with(
        "ada",
        () -> {
          USER.with("grace", () -> assertThat(USER.get()).isEqualTo("grace"));
          LEVEL.with(1, () -> assertThat(USER.get()).isEqualTo("ada"));
          assertThat(USER.get()).isEqualTo("ada");
        });
  }

  @Test
  void capturedBindingsHoldWhereverTheyArePutInPlace() throws Exception {
    Locals none = Locals.capture();
    Locals captured = USER.with("ada", () -> LEVEL.with(1, () -> Locals.capture()));
    var seen = new AtomicReference<String>();
    Thread.ofPlatform() // where nobody has bound anything yet
        .start(() -> captured.with(() -> seen.set(USER.get() + LEVEL.get())))
        .join();
    assertThat(seen).hasValue("ada1");
    USER.with(
        "grace",
        () -> {
          assertThat(captured.<String, RuntimeException>with(() -> USER.get())).isEqualTo("ada");
          assertThat(none.<String, RuntimeException>with(() -> USER.get())).isEqualTo("nobody");
          String inTask = captured.with(() -> scope(s -> s.start(() -> USER.get()).await()));
          assertThat(inTask).isEqualTo("ada");
          assertThat(USER.get()).isEqualTo("grace");
        });
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            captured.with(() -> {
              throw new IOException("typed");
            }));
    assertThat(LEVEL.find()).isEmpty();
  }

  @Test
  void tasksInheritFromTheOneWhoStartsThem() {
    USER.with(
        "ada",
        () ->
            scope(s -> {
              var inherits = s.start(() -> USER.get());
              var other = USER.with("grace", () -> s.start(() -> USER.get()));
              var grandchild = s.start(() -> s.start(() -> USER.get()).await());
              var nested = s.start(() -> USER.with("lin", () -> s.start(() -> USER.get()).await()));
              assertThat(inherits.await()).isEqualTo("ada");
              assertThat(other.await()).isEqualTo("grace");
              assertThat(grandchild.await()).isEqualTo("ada");
              assertThat(nested.await()).isEqualTo("lin");
              String ready = s.startReady(r -> r.ready(USER.get()));
              assertThat(ready).isEqualTo("ada");
              var background = new Promise<String>();
              s.background(() -> background.complete(USER.get()));
              assertThat(background.await()).isEqualTo("ada");
            }));
  }

  @Test
  void everyEntryPointInherits() {
    USER.with(
        "ada",
        () -> {
          assertThat(gather(List.of(1, 2), i -> USER.get())).containsOnly("ada");
          assertThat(gather(List.of(1, 2), 1, i -> USER.get())).containsOnly("ada");
          assertThat(gatherSettled(List.of(1), i -> USER.get()).getFirst().get()).isEqualTo("ada");
          assertThat(List.of(race(() -> USER.get()))).containsExactly("ada");
          assertThat(List.of(toThread(() -> USER.get()))).containsExactly("ada");
          assertThat(List.of(runIn(ForkJoinPool.commonPool(), () -> USER.get())))
              .containsExactly("ada");
          assertThat(List.of(Weft.run(() -> USER.get()))).containsExactly("ada");
          assertThat(List.of(Weft.timeout(Fixtures.LONG, () -> USER.get()))).containsExactly("ada");
          assertThat(List.of(Weft.shield(() -> USER.get()))).containsExactly("ada");
        });
  }

  @Test
  void poolThreadsForgetIt() {
    USER.with("ada", () -> toThread(() -> USER.get()));
    for (int i = 0; i < 8; i++) {
      String seen = toThread(() -> USER.get());
      assertThat(seen).isEqualTo("nobody");
    }
  }

  @Test
  void callbacksSeeWhatTheirRegistrarSaw() {
    var seen = Collections.synchronizedList(new ArrayList<String>());
    scope(s -> {
      var gate = new Promise<Integer>();
      var task = s.start(() -> USER.with("the task", () -> gate.await()));
      USER.with("ada", () -> task.onDone(o -> seen.add(USER.get())));
      USER.with("grace", () -> gate.onDone(o -> seen.add(USER.get())));
      gate.complete(1);
    });
    assertThat(seen).containsExactlyInAnyOrder("ada", "grace");
    assertThat(USER.get()).isEqualTo("nobody");
  }

  @Test
  void changesOfATaskStayInTheTask() {
    scope(s -> {
      s.start(() -> USER.with("ada", () -> Weft.checkpoint())).await();
      assertThat(USER.get()).isEqualTo("nobody");
    });
  }

  @Test
  void startedByAStrangerATaskInheritsFromTheScope() throws Exception {
    var seen = new AtomicReference<String>();
    USER.with(
        "ada",
        () ->
            scope((Scope s) ->
                Fixtures.onPlatform(() -> {
                  s.start(() -> seen.set(USER.get()));
                })));
    assertThat(seen.get()).isEqualTo("ada");
  }

  @Test
  void plainThreadsDoNotInherit() throws Exception {
    var seen = new AtomicReference<String>();
    USER.with("ada", () -> Fixtures.onVirtual(() -> seen.set(USER.get())));
    assertThat(seen.get()).isEqualTo("nobody");
  }

  @Test
  void manyBindings() {
    assertThat(deep(1_000)).isEqualTo("ada");
  }

  private static String deep(int depth) {
    if (depth == 1_000) return USER.with("ada", () -> deep(depth - 1));
    return depth == 0 ? USER.get() : LEVEL.with(depth, () -> deep(depth - 1));
  }
}
