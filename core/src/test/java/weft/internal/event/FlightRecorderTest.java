package weft.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.gather;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.supervise;
import static weft.Weft.toThread;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.Action;
import weft.Environment;
import weft.EventLoop;
import weft.Task;
import weft.resource.Pool;
import weft.sync.RateLimiter;

/** What the flight recorder is told. */
@Timeout(120)
class FlightRecorderTest {
  @TempDir Path folder;

  private List<RecordedEvent> recorded(Action<?> body, String... events) throws Throwable {
    try (var recording = new Recording()) {
      for (var event : events) recording.enable(event).withThreshold(Duration.ZERO);
      recording.start();
      body.run();
      return soFar(recording, events);
    }
  }

  private List<RecordedEvent> soFar(Recording recording, String... events) throws IOException {
    var file = folder.resolve("test.jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> List.of(events).contains(event.getEventType().getName()))
        .toList();
  }

  private static RecordedEvent one(List<RecordedEvent> events, Predicate<RecordedEvent> wanted) {
    var found = events.stream().filter(wanted).toList();
    assertThat(found).as("in " + events).hasSize(1);
    return found.getFirst();
  }

  private static Predicate<RecordedEvent> named(String type, String task) {
    return e ->
        e.getEventType().getName().equals("weft." + type) && task.equals(e.getString("task"));
  }

  @Test
  void startsAndEndsOfTasksAndHowTheyEnded() throws Throwable {
    var events =
        recorded(
            () ->
                supervise(s -> {
                  s.start("good", () -> {}).outcome();
                  var bad =
                      s.start(
                          "bad",
                          () -> {
                            throw new IOException("no luck");
                          });
                  bad.onDone(_ -> {});
                  s.start("ended", () -> sleep(Duration.ofHours(1))).cancel("not needed");
                  gather(List.of(1, 2, 3), 1, i -> i);
                }),
            "weft.TaskStart",
            "weft.TaskEnd",
            "weft.Cancel");
    for (var name : List.of("good", "bad", "ended", "piece 0 of gather")) {
      var start = one(events, named("TaskStart", name));
      assertThat(start.getStackTrace().getFrames())
          .anyMatch(f -> f.getMethod().getType().getName().equals(getClass().getName()));
      assertThat(start.getString("in")).isEqualTo(name.startsWith("piece") ? "gather" : "scope");
    }
    var outcomes =
        events.stream()
            .filter(e -> e.getEventType().getName().equals("weft.TaskEnd"))
            .filter(e -> !e.getString("task").startsWith("piece"))
            .collect(
                Collectors.toMap(
                    e -> e.getString("task"),
                    e -> e.getString("outcome") + " " + e.getString("reason")));
    assertThat(outcomes)
        .isEqualTo(
            Map.of(
                "good", "succeeded null",
                "bad", "failed java.io.IOException: no luck",
                "ended", "cancelled not needed"));
    var good = one(events, named("TaskStart", "good"));
    assertThat(one(events, named("TaskEnd", "good")).getLong("id")).isEqualTo(good.getLong("id"));
    var cancel = one(events, named("Cancel", "ended"));
    assertThat(cancel.getString("reason")).isEqualTo("not needed");
    assertThat(cancel.getString("what")).isEqualTo("task 'ended'");
  }

  /** Both events, of a step that goes on until it was reported. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stepsThatBlockALoop(boolean debug) throws Exception {
    var reports = new LinkedBlockingQueue<Throwable>();
    var environment =
        Environment.standard()
            .reporter((who, error) -> {
              // On a machine that has much to do, any step may be slow.
              if (error.toString().contains("by task 'culprit'")) reports.add(error);
            });
    String[] types = {"weft.BlockedLoop", "weft.SlowStep"};
    var events = new ArrayList<RecordedEvent>();
    try (var recording = new Recording()) {
      for (var type : types) recording.enable(type);
      recording.start();
      EventLoop.options()
          .environment(environment)
          .slowStep(Duration.ofMillis(20))
          .debug(debug)
          .run(() -> {
            scope(s -> s.start("culprit", () -> reports.take()));
            while (events.stream().noneMatch(slowStepOf("task 'culprit'"))) {
              sleep(Duration.ofMillis(5)); // the end of a step is noticed at the next look
              events.clear();
              events.addAll(toThread(() -> soFar(recording, types)));
            }
          });
    }
    var slow = events.stream().filter(slowStepOf("task 'culprit'")).toList();
    assertThat(slow).hasSize(1);
    assertThat(slow.getFirst().getDuration("took")).isGreaterThanOrEqualTo(Duration.ofMillis(15));
    assertThat(slow.getFirst().getString("loop")).startsWith("event loop weft-loop-");
    var blocked =
        one(
            events,
            e ->
                e.getEventType().getName().equals("weft.BlockedLoop")
                    && e.getString("step").equals("task 'culprit'"));
    assertThat(blocked.getDuration("soFar")).isGreaterThanOrEqualTo(Duration.ofMillis(20));
    assertThat(blocked.getString("at")).contains("LinkedBlockingQueue.take");
    assertThat(blocked.getLong("id")).isEqualTo(slow.getFirst().getLong("id"));
  }

  private static Predicate<RecordedEvent> slowStepOf(String step) {
    return e ->
        e.getEventType().getName().equals("weft.SlowStep") && e.getString("step").equals(step);
  }

  private static void untilWaiting(Task<?> task) {
    while (task.state() != Task.State.WAITING) Thread.yield();
  }

  @Test
  void timeoutsAndWaits() throws Throwable {
    var limiter = RateLimiter.of(1, Duration.ofHours(1));
    var pool = Pool.builder(Object::new, _ -> {}).max(1).build();
    var events =
        recorded(
            () ->
                supervise(s -> {
                  s.start(
                          "late",
                          () ->
                              moveOnAfter(Duration.ofMillis(50), () -> sleep(Duration.ofHours(1))))
                      .await();
                  limiter.acquire();
                  var second = s.start(() -> limiter.acquire());
                  untilWaiting(second);
                  second.cancel("seen");
                  var lease = pool.borrow();
                  var next = s.start(() -> pool.use(_ -> {}));
                  untilWaiting(next);
                  lease.close();
                }),
            "weft.Timeout",
            "weft.RateLimitWait",
            "weft.PoolWait");
    assertThat(events).anyMatch(named("Timeout", "late"));
    var turn = one(events, e -> e.getEventType().getName().equals("weft.RateLimitWait"));
    assertThat(turn.getString("on")).startsWith("rate limiter of 1 ");
    assertThat(turn.getDuration()).isPositive();
    var wait = one(events, e -> e.getEventType().getName().equals("weft.PoolWait"));
    assertThat(wait.getString("on")).startsWith("pool");
    assertThat(wait.getDuration()).isPositive();
    pool.close();
  }
}
