package weft.inspect;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tasks whose names are alike but for the numbers in them.
 *
 * @param name the name, with a star for each number
 * @param tasks how many there are
 * @param running how many of them were running
 * @param blocked how many were in a blocking call of the JDK
 * @param pending how many had not begun
 * @param waiting how many waited in a suspension point
 * @param waitsFor what most of those waited for, with a star for each number; empty if none waited
 */
public record TaskKind(
    String name, int tasks, int running, int blocked, int pending, int waiting, String waitsFor) {

  static List<TaskKind> of(List<TaskInfo> tasks) {
    var counts = new LinkedHashMap<String, Counts>();
    for (var task : tasks) counts.computeIfAbsent(task.kind(), _ -> new Counts()).add(task);
    return counts.entrySet().stream()
        .map(entry -> entry.getValue().kind(entry.getKey()))
        .sorted(Comparator.comparingInt(TaskKind::tasks).reversed())
        .toList();
  }

  private static final class Counts {
    private final Map<TaskState, Integer> states = new EnumMap<>(TaskState.class);
    private final Map<String, Integer> waits = new HashMap<>();

    void add(TaskInfo task) {
      states.merge(task.state(), 1, Integer::sum);
      task.waitsFor().ifPresent(wait -> waits.merge(Texts.pattern(wait.on()), 1, Integer::sum));
    }

    TaskKind kind(String name) {
      var most = Map.Entry.<String, Integer>comparingByValue();
      var waitsFor = waits.entrySet().stream().max(most).map(Map.Entry::getKey).orElse("");
      return new TaskKind(
          name,
          states.values().stream().mapToInt(count -> count).sum(),
          count(TaskState.RUNNING),
          count(TaskState.BLOCKED),
          count(TaskState.PENDING),
          count(TaskState.WAITING),
          waitsFor);
    }

    private int count(TaskState state) {
      return states.getOrDefault(state, 0);
    }
  }
}
