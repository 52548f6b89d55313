package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The queue against a list. */
@Proof
class WaitQueuePropertyTest {
  @Property(tries = 500)
  void behavesAsAList(@ForAll long seed, @ForAll @IntRange(max = 300) int steps) {
    var random = new Random(seed);
    var queues = List.of(new WaitQueue<Suspension>(), new WaitQueue<Suspension>());
    var models = List.of(new ArrayList<Suspension>(), new ArrayList<Suspension>());
    var all = new ArrayList<Suspension>();
    for (int i = 0; i < steps; i++) {
      int which = random.nextInt(2);
      var queue = queues.get(which);
      var model = models.get(which);
      switch (random.nextInt(4)) {
        case 0 -> {
          var suspension = new Suspension(this);
          queue.add(suspension);
          model.add(suspension);
          all.add(suspension);
        }
        case 1 -> assertThat(queue.poll()).isSameAs(model.isEmpty() ? null : model.removeFirst());
        case 2 -> {
          if (all.isEmpty()) break;
          var any = all.get(random.nextInt(all.size())); // in this queue, in the other, in none
          assertThat(queue.remove(any)).isEqualTo(model.remove(any));
        }
        default -> {
          if (all.isEmpty()) break;
          var any = all.get(random.nextInt(all.size()));
          if (models.get(0).contains(any) || models.get(1).contains(any)) {
            assertThatIllegalStateException().isThrownBy(() -> queue.add(any));
          } else {
            queue.add(any); // a second time, after it was taken out
            model.add(any);
          }
        }
      }
      assertThat(queue.size()).isEqualTo(model.size());
      assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
      assertThat(queue.peek()).isSameAs(model.isEmpty() ? null : model.getFirst());
    }
    for (int which = 0; which < 2; which++) {
      for (var expected : models.get(which)) {
        assertThat(queues.get(which).poll()).isSameAs(expected);
        assertThat(
                List.of(expected.previous == null, expected.next == null, expected.queue == null))
            .containsOnly(true); // nothing is retained
      }
    }
  }
}
