package weft;

import org.jspecify.annotations.Nullable;
import weft.internal.event.Events;

/** Tells the flight recorder of tasks; where nobody records, these are nothing. */
final class Recorder {
  private Recorder() {}

  /** A strand's thread, which is no executor's, is about to be started by the caller. */
  static void starts(Strand strand) {
    if (Events.taskStartIsRecorded() && !(strand.parent instanceof Offload)) {
      Events.taskStart(Sight.name(strand), id(strand), String.valueOf(strand.parent));
    }
  }

  /** A strand has ended. */
  static void ended(Strand strand, Outcome<?> outcome) {
    if (Events.taskEndIsRecorded()) end(strand, outcome);
  }

  private static void end(Strand strand, Outcome<?> outcome) {
    var name = Sight.name(strand);
    switch (outcome) {
      case Outcome.Success<?> _ -> Events.taskEnd(name, id(strand), "succeeded", null);
      case Outcome.Failure<?>(var error) ->
          Events.taskEnd(name, id(strand), "failed", Sight.words(error));
      case Outcome.Cancelled<?>(var reason) ->
          Events.taskEnd(name, id(strand), "cancelled", reason);
    }
  }

  /** A strand without an outcome of its own has ended. */
  static void ended(Strand strand) {
    if (Events.taskEndIsRecorded()) Events.taskEnd(Sight.name(strand), id(strand), "ended", null);
  }

  /** The caller has cancelled a node. */
  static void cancelled(CancelNode node, Cancellation c) {
    if (c.kind == Cancellation.Kind.DEADLINE) {
      if (Events.timeoutIsRecorded()) Events.timeout(name(node.owner()), id(node.owner()));
    } else if (Events.cancelIsRecorded()) {
      var what = node instanceof Strand strand ? "task '" + Sight.name(strand) + "'" : words(node);
      Events.cancel(what, name(node.owner()), id(node.owner()), c.reason);
    }
  }

  private static String words(CancelNode node) {
    return node instanceof Deadline ? "a cancel scope" : node.toString();
  }

  private static String name(@Nullable Strand strand) {
    return strand == null ? "" : Sight.name(strand);
  }

  private static long id(@Nullable Strand strand) {
    var thread = strand == null ? null : strand.thread();
    return thread == null ? 0 : thread.threadId();
  }
}
