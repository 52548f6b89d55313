package weft.internal.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {
  private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
  private final List<String> log = new ArrayList<>();

  private void runAll() {
    for (var r = queue.poll(); r != null; r = queue.poll()) r.run();
  }

  @Test
  void itIsAvailableInTests() {
    assertThat(VirtualThreads.isAvailable()).isTrue();
    assertThat(VirtualThreads.defaultScheduler()).isInstanceOf(Executor.class);
  }

  @Test
  void theExecutorRunsEachPieceOfAThreadsLife() {
    var thread =
        VirtualThreads.unstarted(
            queue::add,
            () -> {
              log.add("begun");
              LockSupport.park();
              log.add("unparked");
              Thread.yield();
              log.add("yielded");
            });
    assertThat(thread.isVirtual()).isTrue();
    thread.start();
    assertThat(log).isEmpty();
    assertThat(queue).hasSize(1);
    var continuation = queue.peek();
    runAll();
    assertThat(log).containsExactly("begun");
    LockSupport.unpark(thread);
    assertThat(queue).containsExactly(continuation);
    queue.remove().run();
    assertThat(log).containsExactly("begun", "unparked");
    assertThat(queue).containsExactly(continuation);
    runAll();
    assertThat(log).containsExactly("begun", "unparked", "yielded");
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void aBuilderMakesThemToo() {
    var name = new AtomicReference<String>();
    VirtualThreads.builder(queue::add)
        .name("one")
        .start(() -> name.set(Thread.currentThread().getName()));
    runAll();
    assertThat(name).hasValue("one");
  }

  @Test
  void aThreadStartedByOneOfThemHasTheSameExecutor() {
    VirtualThreads.unstarted(
            queue::add,
            () -> {
              log.add("parent");
              Thread.startVirtualThread(() -> log.add("child"));
            })
        .start();
    assertThat(queue).hasSize(1);
    queue.remove().run();
    assertThat(log).containsExactly("parent");
    assertThat(queue).hasSize(1);
    runAll();
    assertThat(log).containsExactly("parent", "child");
  }
}
