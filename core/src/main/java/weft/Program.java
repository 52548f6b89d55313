package weft;

import java.util.Objects;
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
    try (var ctrlC = Signals.cancel(root)) {
      return root.<T, X>runHere(() -> onThread(environment, body), ctrlC::exitIfCaught);
    }
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
