package weft;

import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What {@link Weft#run} adds to a body at the top of a program. */
final class Program {
  private Program() {}

  /**
   * Runs {@code body} on a virtual thread with Ctrl-C at hand; within a task of the same
   * environment, just runs it.
   */
  static <T extends @Nullable Object, X extends Throwable> T run(
      Environment environment, Body<T, X> body) throws X {
    Objects.requireNonNull(body, "body");
    var strand = Strand.find();
    if (strand != null && !(strand instanceof ForeignStrand) && strand.environment == environment) {
      return body.call();
    }
    var root = new Deadline(environment.clock());
    try (var ctrlC = Signals.cancel(root, () -> tellOfCircles(environment))) {
      return root.<T, X>runHere(() -> onThread(environment, body), ctrlC::exitIfCaught);
    }
  }

  /** A program that hangs is ended by Ctrl-C, after which nobody can see any more what hung. */
  private static void tellOfCircles(Environment environment) {
    var circles = Picture.take(0).deadlocks();
    if (circles.isEmpty()) return;
    var lines = new StringJoiner("\n");
    for (var circle : circles) lines.add("deadlock: " + circle);
    environment.report("the program", new DeadlockException(lines.toString()));
  }

  private static <T extends @Nullable Object, X extends Throwable> T onThread(
      Environment environment, Body<T, X> body) throws X {
    return Offload.run(
        command -> {
          var main = (Strand) command;
          environment.prepare(main, "main");
          main.start();
        },
        environment,
        Offload.Leave.NEVER, // else this thread would be the first to hear of Ctrl-C
        body);
  }
}
