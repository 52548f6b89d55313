package weft.crawl.frontier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.crawl.store.StoreException;

class SpilledQueueTest {
  @TempDir Path dir;

  /** Written as the difference to the one before, to see that this is the same both times. */
  private static final class Numbers implements SpilledQueue.Codec<Integer> {
    @Override
    public void write(DataOutputStream out, Integer number, Optional<Integer> before)
        throws IOException {
      out.writeInt(number - before.orElse(0));
    }

    @Override
    public Integer read(DataInputStream in, Optional<Integer> before) throws IOException {
      return in.readInt() + before.orElse(0);
    }
  }

  @Test
  void itIsAQueueHoweverItIsUsed() {
    var random = new Random(11);
    try (var file = new SpillFile(dir)) {
      var queues = new ArrayList<SpilledQueue<Integer>>();
      var expected = new ArrayList<ArrayDeque<Integer>>();
      for (int i = 0; i < 3; i++) {
        queues.add(new SpilledQueue<>(file, new Numbers()));
        expected.add(new ArrayDeque<>());
      }
      for (int round = 0; round < 300; round++) {
        int which = random.nextInt(3);
        boolean filling = random.nextInt(5) < (round < 150 ? 3 : 1);
        for (int i = random.nextInt(4_000); i > 0; i--) {
          if (filling) {
            int number = random.nextInt();
            queues.get(which).add(number);
            expected.get(which).add(number);
          } else {
            Optional<Integer> first = Optional.ofNullable(expected.get(which).poll());
            assertThat(queues.get(which).poll()).isEqualTo(first);
          }
        }
        assertThat(queues.get(which).size()).isEqualTo(expected.get(which).size());
      }
    }
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void anInterruptDoesItNoHarm() {
    try (var file = new SpillFile(dir)) {
      var queue = new SpilledQueue<>(file, new Numbers());
      Thread.currentThread().interrupt();
      for (int i = 0; i < 10_000; i++) queue.add(i);
      for (int i = 0; i < 10_000; i++) assertThat(queue.poll()).contains(i);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aShortQueueNeedsNoFile() {
    Path nowhere = dir.resolve("none");
    try (var file = new SpillFile(nowhere)) {
      var queue = new SpilledQueue<>(file, new Numbers());
      for (int i = 0; i < 2_000; i++) queue.add(i);
      assertThat(queue.poll()).contains(0);
    }
  }

  @Test
  void aFileThatCanNotBeMadeGivesOneClearLine() {
    Path nowhere = dir.resolve("none");
    try (var file = new SpillFile(nowhere)) {
      var queue = new SpilledQueue<>(file, new Numbers());
      List<Integer> many = java.util.stream.IntStream.range(0, 5_000).boxed().toList();
      assertThatThrownBy(() -> many.forEach(queue::add))
          .isInstanceOf(StoreException.class)
          .message()
          .hasLineCount(1)
          .startsWith("cannot keep what waits to be fetched in " + nowhere + ": ");
    }
  }
}
