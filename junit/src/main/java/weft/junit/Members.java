package weft.junit;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import weft.Debug;
import weft.inspect.TaskTree;
import weft.internal.carrier.VirtualThreads;
import weft.internal.kit.Explorer;
import weft.internal.kit.Part;

/** Starts the threads of a run, on its loop, and knows which of them are alive. */
final class Members implements Explorer {
  private static final int OFTEN = 64;
  private static final int STACKS = 1_000;

  private final Executor loop;
  private final AtomicInteger started = new AtomicInteger();
  private final Map<Runnable, Member> alive = new ConcurrentHashMap<>(); // by continuation
  private final Trace trace = new Trace();
  private final Leaks leaks;
  private final @Nullable RandomGenerator random;
  private final int yields; // how many of OFTEN checkpoints let others run
  private volatile Optional<Duration> patience = Optional.empty();
  private @Nullable Runnable step; // which the loop is in

  /**
   * @param random says at which suspension points other tasks run first; without it, at none
   */
  Members(Executor loop, Leaks leaks, @Nullable RandomGenerator random) {
    this.loop = loop;
    this.leaks = leaks;
    this.random = random;
    // Some runs change tasks all the time, others seldom: bugs differ in what brings them out.
    yields = random == null ? 0 : 1 << random.nextInt(2, 7);
  }

  @Override
  public Thread newThread(Runnable work) {
    var member = new Member(this, work, started.incrementAndGet());
    var thread = VirtualThreads.unstarted(loop, member);
    thread.setName("task-" + member.number()); // the JVM's own number differs from run to run
    member.adopt(thread);
    return thread;
  }

  @Override
  public void checkpoint() {
    if (random == null || !Thread.currentThread().isVirtual()) return; // else off-loaded work
    if (random.nextInt(OFTEN) < yields) Thread.yield();
  }

  @Override
  public void swallowed(String task, String reason) {
    leaks.add(task + " swallowed its cancellation: " + reason);
  }

  /** Called on the loop's thread when a step begins. */
  void before(Runnable next) {
    step = next;
  }

  /** Called in the first step of {@code member}. */
  void begun(Member member) {
    var continuation = step;
    if (continuation != null) alive.put(continuation, member);
  }

  /** Called in the last step of {@code member}. */
  void ended(Member member) {
    var continuation = step;
    trace.add(member);
    if (continuation != null) alive.remove(continuation);
  }

  /** Called on the loop's thread when a step has ended; returns whose it was, if it goes on. */
  @Nullable Member after(Runnable last) {
    var member = alive.get(last);
    if (member != null) trace.add(member);
    step = null;
    return member;
  }

  /** What runs now, or null. From any thread; it may be over by the time one looks. */
  @Nullable Member running() {
    var continuation = step;
    return continuation == null ? null : alive.get(continuation);
  }

  /**
   * Tasks and their like that have begun and not ended, in the order in which they were started.
   */
  List<Member> alive() {
    return alive.values().stream().sorted(Comparator.comparingInt(Member::number)).toList();
  }

  /**
   * Who waits for what, who has that, and who waits in a circle: as all tasks of Weft are shown,
   * but with numbers that are the same in each run of a schedule.
   */
  TaskTree picture() {
    var numbers = new HashMap<Long, Integer>();
    for (var member : alive.values()) numbers.put(member.thread().threadId(), member.number());
    return Part.of(Debug.taskTree(STACKS), numbers::containsKey, id -> numbers.getOrDefault(id, 0));
  }

  /** For how long, in real time, input holds the clock, if the test has said that. */
  Optional<Duration> patience() {
    return patience;
  }

  void patience(Duration realTime) {
    patience = Optional.of(realTime);
  }

  Trace trace() {
    return trace;
  }
}
