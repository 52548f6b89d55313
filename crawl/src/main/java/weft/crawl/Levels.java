package weft.crawl;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import weft.crawl.frontier.Fingerprints;
import weft.crawl.frontier.SpillFile;
import weft.crawl.frontier.SpilledQueue;

/** What waits for a later level, by its depth. For one thread at a time. */
final class Levels {
  private final SpillFile file;
  private final TreeMap<Integer, Level> levels = new TreeMap<>();

  private record Level(Fingerprints urls, SpilledQueue<Target> targets) {}

  Levels(SpillFile file) {
    this.file = file;
  }

  boolean isEmpty() {
    return levels.isEmpty();
  }

  boolean contains(String url) {
    return contains(levels, url);
  }

  private static boolean contains(Map<Integer, Level> levels, String url) {
    return levels.values().stream().anyMatch(level -> level.urls.contains(url));
  }

  /** Takes one in, unless it is there at its depth or nearer. */
  void add(Target target) {
    String url = target.url().toString();
    if (contains(levels.headMap(target.depth(), true), url)) return;
    Level level =
        levels.computeIfAbsent(
            target.depth(),
            _ -> new Level(new Fingerprints(), new SpilledQueue<>(file, new Target.Codec())));
    level.urls.add(url);
    level.targets.add(target);
  }

  /** The depth of the nearest. */
  int nearest() {
    return levels.firstKey();
  }

  /** Gives out the nearest, first in, first out, and forgets them. */
  void drainNearest(Consumer<Target> to) {
    SpilledQueue<Target> targets = levels.pollFirstEntry().getValue().targets;
    for (Optional<Target> next = targets.poll(); next.isPresent(); next = targets.poll()) {
      to.accept(next.get());
    }
  }
}
