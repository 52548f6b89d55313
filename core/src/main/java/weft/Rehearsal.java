package weft;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.internal.event.Events;

/**
 * A task, or a piece of work, that is cancelled while it waits, played on the caller's thread for
 * the compiler to see how that goes: see {@link Suspension}. It is in no scope that anybody knows.
 */
final class Rehearsal implements Action<CancelledError> {
  private @Nullable Strand actor;

  private Rehearsal() {}

  static void play(Environment environment) {
    if (Events.taskEndIsRecorded()) return; // those who look at tasks would wonder about this one
    try {
      playTask(environment);
      if (environment.captures().isEmpty()) playPiece(); // else the user's code would take part
    } catch (VirtualMachineError e) {
      // no room for rehearsals here
    }
  }

  private static void playTask(Environment environment) {
    var alone = new Rehearsal();
    var task = new TaskStrand<Void>(new Scope(false), environment, null, false, alone);
    alone.actor = task;
    task.run();
  }

  private static void playPiece() {
    var among = new Rehearsal();
    var gather =
        new Gather(
            1,
            1,
            _ -> {
              among.run();
              return null;
            });
    gather.rehearse(strand -> among.actor = strand);
  }

  /** The body. */
  @Override
  public void run() {
    var strand = Objects.requireNonNull(actor);
    strand.cancelledFromTheStart(Cancellation.requested("this is a rehearsal"));
    strand.haveLook();
    new Suspension(strand, this).await();
  }
}
