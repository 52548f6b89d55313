package weft;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import weft.internal.event.Events;

/**
 * The strands that are no other's children, so that pictures of the program find all from here.
 *
 * <p>There is one for each thread of the program's own that ever used Weft, each generator whose
 * elements are pulled, each piece of work that was abandoned: none for a task. They are forgotten
 * when they are collected.
 */
final class Roots {
  /** Set once there are any, so that a look at a JVM from outside finds that Weft is in it. */
  private static final String MARK = "weft.running";

  private static final Set<Reference<Strand>> ALL = ConcurrentHashMap.newKeySet();
  private static final ReferenceQueue<Strand> COLLECTED = new ReferenceQueue<>();

  static {
    System.setProperty(MARK, "true");
  }

  private Roots() {}

  static void add(Strand strand) {
    if (!Events.WANTED) return;
    for (var gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
      ALL.remove(gone);
    }
    ALL.add(new WeakReference<>(strand, COLLECTED));
  }

  static List<Strand> all() {
    var all = new ArrayList<Strand>();
    for (var reference : ALL) {
      var strand = reference.get();
      if (strand != null) all.add(strand);
    }
    return all;
  }
}
