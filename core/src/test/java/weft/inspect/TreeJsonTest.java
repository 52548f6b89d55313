package weft.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a picture is in JSON, and as text. */
class TreeJsonTest {
  private static final StackTraceElement FRAME =
      new StackTraceElement("shop.Till", "pay", "Till.java", 31);

  private static TaskInfo task(int index, int parent, String name, Optional<Wait> wait) {
    return new TaskInfo(
        index,
        parent,
        parent < 0 ? "" : "scope",
        40 + index,
        name,
        true,
        wait.isPresent() ? TaskState.WAITING : TaskState.RUNNING,
        false,
        wait,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static final Wait LOCKED =
      new Wait(
          "mutex",
          Optional.of(Duration.ofMillis(1500)),
          List.of(new Wait.Holder(40, "main", false)));

  @Test
  void allThatIsKnownIsThere() {
    var main = task(0, -1, "main", Optional.empty());
    var all =
        new TaskInfo(
            1,
            0,
            "scope",
            41,
            "say \"hi\"\n\\ \u0001 \ud83d\ude00 \ud83d",
            false,
            TaskState.WAITING,
            true,
            Optional.of(LOCKED),
            Optional.of("enough"),
            Optional.of(Duration.ofSeconds(-2)),
            Optional.of(Duration.ofMinutes(3)),
            Optional.of(FRAME),
            List.of(FRAME));
    assertThat(new TaskTree(List.of(main, all), List.of(new Deadlock(List.of(all)))).toJson())
        .isEqualTo(
            "{\"tasks\":[{\"index\":0,\"id\":40,\"name\":\"main\",\"virtual\":true,"
                + "\"state\":\"RUNNING\"},{\"index\":1,\"parent\":0,\"in\":\"scope\",\"id\":41,"
                + "\"name\":\"say \\\"hi\\\"\\n\\\\ \\u0001 \ud83d\ude00 \\ud83d\",\"virtual\":false,"
                + "\"state\":\"WAITING\",\"background\":true,\"waitsFor\":{\"on\":\"mutex\","
                + "\"since\":1.5,\"holders\":[{\"id\":40,\"name\":\"main\",\"ended\":false}]},"
                + "\"cancelled\":\"enough\",\"timeLeft\":-2.0,\"age\":180.0,"
                + "\"startedAt\":\"shop.Till.pay(Till.java:31)\","
                + "\"stack\":[\"shop.Till.pay(Till.java:31)\"]}],\"deadlocks\":[[1]]}");
  }

  @Test
  void theTextShowsTheTreeAndCountsThoseThatAreAlike() {
    var tasks =
        List.of(
            task(0, -1, "main", Optional.empty()),
            task(1, 0, "a", Optional.of(LOCKED)),
            task(2, 1, "b 1", Optional.empty()),
            task(3, 1, "b 2", Optional.empty()),
            task(4, 1, "b 3", Optional.empty()),
            task(5, 1, "b 4", Optional.empty()),
            task(6, 0, "c 1", Optional.empty()),
            task(7, 0, "c 2", Optional.empty()),
            task(8, 0, "c 3", Optional.empty()),
            task(9, 0, "c 4", Optional.empty()),
            task(10, 0, "c 5", Optional.empty()));
    var tree = new TaskTree(tasks, List.of());
    assertThat(tree.toString())
        .isEqualTo(
            """
            11 tasks: 10 running, 1 waiting
            main #40: running
            ├─ a #41: waits for mutex (main #40), for 1.5 s
            │  ├─ b 1 #42: running
            │  ├─ b 2 #43: running
            │  ├─ b 3 #44: running
            │  └─ b 4 #45: running
            ├─ c 1 #46: running
            ├─ c 2 #47: running
            ├─ c 3 #48: running
            └─ … 2 more like c 1 #46
            """);
    assertThat(tree.toFullText()).contains("├─ c 4 #49: running\n└─ c 5 #50: running\n");
    assertThat(tree.kinds())
        .containsExactly(
            new TaskKind("c *", 5, 5, 0, 0, 0, ""),
            new TaskKind("b *", 4, 4, 0, 0, 0, ""),
            new TaskKind("main", 1, 1, 0, 0, 0, ""),
            new TaskKind("a", 1, 0, 0, 0, 1, "mutex"));
    assertThat(tree.toTable())
        .startsWith(
            "ID  PARENT  STATE    AGE  NAME  WAITS FOR  HELD BY\n"
                + "40  -       running  -    main  -          -\n"
                + "41  40      waiting  -    a     mutex      main #40\n");
  }

  @Test
  void timesHaveTwoUnits() {
    assertThat(Texts.time(Duration.ofMillis(350))).isEqualTo("350 ms");
    assertThat(Texts.time(Duration.ofMillis(4_250))).isEqualTo("4.2 s");
    assertThat(Texts.time(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
    assertThat(Texts.time(Duration.ofMinutes(303))).isEqualTo("5 h 3 min");
    assertThat(Texts.time(Duration.ofHours(49))).isEqualTo("2 d 1 h");
    assertThat(Texts.time(Duration.ofMillis(-5))).isEqualTo("-5 ms");
    assertThat(Texts.number(-1_234_567)).isEqualTo("-1,234,567");
    assertThat(Texts.number(999)).isEqualTo("999");
  }
}
