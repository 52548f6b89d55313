package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.scope;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.inspect.TaskInfo;

/** What tasks keep in debug mode. */
@Timeout(60)
class DebugModeTest {
  private final ManualClock clock = new ManualClock();
  private final Environment environment = Environment.standard().clock(clock);
  private final Promise<String> never = new Promise<>();

  @AfterEach
  void off() {
    Debug.off();
  }

  private static TaskInfo seen(Task<?> task) {
    untilWaiting(task);
    return Weft.taskTree().tasks().stream()
        .filter(info -> info.name().equals(task.name()))
        .findAny()
        .orElseThrow();
  }

  @Test
  void agesAndWaitsAreThoseOfTheEnvironmentsClock() {
    Debug.on();
    environment.run(() ->
        scope(s -> {
          var going = new AtomicReference<>(new Promise<Void>());
          var task =
              s.start(
                  "aged",
                  () -> {
                    going.get().await();
                    never.await();
                  });
          untilWaiting(task);
          clock.advance(Duration.ofSeconds(5));
          assertThat(seen(task).age()).hasValue(Duration.ofSeconds(5));
          assertThat(seen(task).waitsFor().orElseThrow().since()).hasValue(Duration.ofSeconds(5));
          going.get().complete(null);
          Fixtures.until(() ->
              seen(task)
                  .waitsFor()
                  .flatMap(w -> w.since())
                  .equals(java.util.Optional.of(Duration.ZERO)));
          clock.advance(Duration.ofSeconds(2));
          assertThat(seen(task).age()).hasValue(Duration.ofSeconds(7));
          assertThat(seen(task).waitsFor().orElseThrow().since()).hasValue(Duration.ofSeconds(2));
          s.cancel("seen");
        }));
  }

  @Test
  void eachTaskHasAnOriginOfItsOwnUnderTheLocalsOfItsStarter() {
    Debug.on();
    var local = Local.of("unbound");
    environment.run(() ->
        scope(s -> {
          var child = new AtomicReference<Task<String>>();
          var parent =
              s.start(
                  "parent",
                  () ->
                      local.with(
                          "bound",
                          () -> {
                            clock.advance(Duration.ofSeconds(3));
                            child.set(s.start("child", () -> local.get() + never.await()));
                            untilWaiting(child.get());
                            return local.get() + never.await();
                          }));
          assertThat(seen(parent).age()).hasValue(Duration.ofSeconds(3));
          assertThat(seen(child.get()).age()).hasValue(Duration.ZERO);
          never.complete("!");
          assertThat(parent.await()).isEqualTo("bound!");
          assertThat(child.get().await()).isEqualTo("bound!");
        }));
  }

  @Test
  void withoutItNothingIsKept() {
    scope(s -> {
      var task = s.start("forgetful", never::await);
      assertThat(seen(task).age()).isEmpty();
      assertThat(seen(task).startedAt()).isEmpty();
      Debug.on();
      assertThat(seen(task).waitsFor().orElseThrow().since()).as("began before").isEmpty();
      s.cancel("seen");
    });
  }
}
