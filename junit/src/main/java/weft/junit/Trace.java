package weft.junit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Whose turns it was: the last ones, and a fingerprint of all. */
final class Trace {
  private static final int KEPT = 40;

  private final ArrayDeque<String> last = new ArrayDeque<>(); // guarded by itself
  private long steps;
  private long fingerprint = 1;

  void add(Member member) {
    var who = member.name();
    synchronized (last) {
      steps++;
      fingerprint = fingerprint * 31 + member.number(); // names may differ from run to run
      if (last.size() == KEPT) last.removeFirst();
      last.addLast(who);
    }
  }

  /** The last turns, in order; several of one task in a row are shown as one. */
  List<String> last() {
    var turns = new ArrayList<String>();
    synchronized (last) {
      for (var who : last) if (turns.isEmpty() || !turns.getLast().equals(who)) turns.add(who);
    }
    return turns;
  }

  /** Two runs that took the same turns have the same. */
  @Override
  public String toString() {
    synchronized (last) {
      return steps + " turns, " + Long.toHexString(fingerprint);
    }
  }
}
