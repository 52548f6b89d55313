package weft.channel;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import weft.Registration;
import weft.Weft;

/**
 * One run of a {@link Select}.
 *
 * <p>It looks at all clauses at one moment, under the locks of all their channels, taken in the
 * order of the channels' numbers so that no two selects block each other. If none can be done, it
 * stands in the queues of all before the locks are given back. So who does a clause at once stands
 * in no queue, and who stands in queues does nothing by itself: two selects that could serve each
 * other never both try.
 */
final class Selecting {
  private final Clause<?, ?>[] clauses;
  private final Core<?>[] cores; // in the order of their numbers, each once
  private int channels;
  private int chosen = -1;

  Selecting(Clause<?, ?>[] clauses) {
    this.clauses = clauses;
    cores = new Core<?>[clauses.length];
    for (var clause : clauses) {
      var core = clause.core();
      if (core != null) insert(core);
    }
  }

  private void insert(Core<?> core) {
    int at = channels;
    while (at > 0 && cores[at - 1].number >= core.number) at--;
    if (at < channels && cores[at] == core) return;
    System.arraycopy(cores, at, cores, at + 1, channels - at);
    cores[at] = core;
    channels++;
  }

  /** Does one clause; returns what came of it, and {@link #chosen} tells which. */
  Object run(boolean inOrder) {
    Weft.checkpoint();
    var outcome = attemptLocked(inOrder, null, null);
    if (outcome != null) return outcome;
    for (int i = 0; i < clauses.length; i++) {
      if (!clauses[i].isDefault()) continue;
      chosen = i;
      return clauses[i];
    }
    return runWaiting(inOrder);
  }

  int chosen() {
    return chosen;
  }

  private Object runWaiting(boolean inOrder) {
    var wait = new Wait(this);
    var waiters = new @Nullable Waiter<?>[clauses.length];
    var outcome = attemptLocked(inOrder, wait, waiters);
    if (outcome != null) return outcome;
    var registrations = new Registration[clauses.length];
    Arrays.fill(registrations, Clause.NONE);
    try {
      var winner = awaitWinner(wait, waiters, registrations);
      while (waiters[++chosen] != winner) {}
      return clauses[chosen].outcome(winner);
    } finally {
      withdraw(waiters, registrations);
    }
  }

  private Waiter<?> awaitWinner(
      Wait wait, @Nullable Waiter<?>[] waiters, Registration[] registrations) {
    try {
      for (int i = 0; i < clauses.length; i++) {
        var waiter = waiters[i];
        if (waiter != null) registrations[i] = clauses[i].arm(waiter);
      }
    } catch (Throwable t) {
      if (wait.serve(new Waiter<Object>(wait))) throw t; // else one was served already
    }
    return wait.awaitWinner();
  }

  /** Does a clause if one can be done; else, given a wait, puts it into all queues. */
  private @Nullable Object attemptLocked(
      boolean inOrder, @Nullable Wait wait, @Nullable Waiter<?> @Nullable [] waiters) {
    int locked = 0;
    try {
      for (; locked < channels; locked++) cores[locked].enter();
      var outcome = inOrder ? attemptInOrder() : attemptAtRandom();
      if (outcome == null && wait != null && waiters != null) {
        for (int i = 0; i < waiters.length; i++) waiters[i] = clauses[i].enlist(wait);
      }
      return outcome;
    } finally {
      while (locked > 0) cores[--locked].exit();
    }
  }

  private @Nullable Object attemptInOrder() {
    for (int i = 0; i < clauses.length; i++) {
      var outcome = attempt(i);
      if (outcome != null) return outcome;
    }
    return null;
  }

  /** Each that can be done is equally likely. */
  private @Nullable Object attemptAtRandom() {
    int n = clauses.length;
    if (n <= 2) {
      int start = n == 2 && ThreadLocalRandom.current().nextBoolean() ? 1 : 0;
      var outcome = attempt(start);
      return outcome != null || n < 2 ? outcome : attempt(1 - start);
    }
    int[] order = new int[n];
    for (int i = 0; i < n; i++) order[i] = i;
    for (int i = 0; i < n; i++) {
      int other = ThreadLocalRandom.current().nextInt(i, n);
      int next = order[other];
      order[other] = order[i];
      var outcome = attempt(next);
      if (outcome != null) return outcome;
    }
    return null;
  }

  private @Nullable Object attempt(int i) {
    var outcome = clauses[i].attempt();
    if (outcome != null) chosen = i;
    return outcome;
  }

  private void withdraw(@Nullable Waiter<?>[] waiters, Registration[] registrations) {
    for (int i = 0; i < clauses.length; i++) {
      registrations[i].close();
      var core = clauses[i].core();
      var waiter = waiters[i];
      if (core == null || waiter == null) continue;
      core.withdraw(waiter);
    }
  }

  @Override
  public String toString() {
    return Arrays.stream(clauses).map(Object::toString).collect(Collectors.joining(" or "));
  }
}
