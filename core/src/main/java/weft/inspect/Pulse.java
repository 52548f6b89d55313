package weft.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the program is doing: its tasks by kind, and how many come and go.
 *
 * @param tree the picture
 * @param nanoTime when it was taken, on {@link System#nanoTime}'s scale
 * @param nextThread the id that the next thread had got then: ids are given out one after the
 *     other, to all threads, and so tell at no cost how many were started
 */
public record Pulse(TaskTree tree, long nanoTime, long nextThread) {
  /**
   * What happened between two pictures.
   *
   * @param started threads started a second, those of tasks and others
   * @param ended the same, ended
   */
  public record Rates(double started, double ended) {}

  /** What happened since {@code before}; empty if that is less than a millisecond ago. */
  public Optional<Rates> since(Pulse before) {
    return since(before.nanoTime, before.nextThread, before.tree.tasks().size());
  }

  /** What happened since a picture of which only these figures are known. */
  public Optional<Rates> since(long nanoTimeBefore, long nextThreadBefore, long tasksBefore) {
    double seconds = (nanoTime - nanoTimeBefore) / 1e9;
    if (seconds < 1e-3) return Optional.empty();
    long started = Math.max(0, nextThread - nextThreadBefore - 1); // one was made to learn the id
    long ended = Math.max(0, started - (tree.tasks().size() - tasksBefore));
    return Optional.of(new Rates(started / seconds, ended / seconds));
  }

  /** As a text: a line of sums, a table of kinds, the deadlocks. */
  public String toText(Optional<Rates> rates) {
    var text = new StringBuilder(TreeText.header(tree));
    rates.ifPresent(r ->
        text.append(
            "; threads a second: %s started, %s ended"
                .formatted(
                    Texts.number(Math.round(r.started)), Texts.number(Math.round(r.ended)))));
    text.append("\n\n").append(TaskTable.align(rows()));
    for (var deadlock : tree.deadlocks()) text.append("deadlock: ").append(deadlock).append('\n');
    return text.toString();
  }

  private List<List<String>> rows() {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("TASKS", "RUNNING", "WAITING", "BLOCKED", "NOT BEGUN", "NAME", "WAITS FOR"));
    for (var kind : tree.kinds()) {
      rows.add(
          List.of(
              Texts.number(kind.tasks()),
              Texts.number(kind.running()),
              Texts.number(kind.waiting()),
              Texts.number(kind.blocked()),
              Texts.number(kind.pending()),
              kind.name(),
              kind.waitsFor().isEmpty() ? "-" : kind.waitsFor()));
    }
    return rows;
  }

  /** In JSON, one object on one line. */
  public String toJson(Optional<Rates> rates) {
    var json = new JsonText();
    json.open('{').name("tasks").value(tree.tasks().size()).name("states").open('{');
    tree.states()
        .forEach((state, count) -> json.name(state.name().toLowerCase(Locale.ROOT)).value(count));
    json.close('}');
    rates.ifPresent(r -> json.name("started").value(r.started).name("ended").value(r.ended));
    json.name("kinds").open('[');
    for (var kind : tree.kinds()) {
      json.open('{').name("name").value(kind.name()).name("tasks").value(kind.tasks());
      json.name("running").value(kind.running()).name("waiting").value(kind.waiting());
      json.name("blocked").value(kind.blocked()).name("pending").value(kind.pending());
      json.name("waitsFor").value(kind.waitsFor()).close('}');
    }
    json.close(']').name("deadlocks").open('[');
    for (var deadlock : tree.deadlocks()) json.value(deadlock.toString());
    return json.close(']').close('}').toString();
  }
}
