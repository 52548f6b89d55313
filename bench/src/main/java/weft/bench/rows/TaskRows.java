package weft.bench.rows;

import static weft.bench.harness.Metric.cost;
import static weft.bench.harness.Metric.ns;
import static weft.bench.harness.Metric.peakMegabytes;
import static weft.bench.harness.Program.java;

import java.time.Duration;
import java.util.List;
import weft.bench.core.Cancels;
import weft.bench.core.Sleepers;
import weft.bench.harness.Row;
import weft.bench.harness.Size;

/** Tasks: started, awaited, asleep, limited in time, cancelled, switched between. */
record TaskRows(Size size, Peers peers) {
  List<Row> all() {
    return List.of(
        spawn(),
        scopeOfTwo(),
        gather(),
        gatherYielding(),
        sleepers(),
        timeout(),
        timeoutsThatFire(),
        cancels(),
        switchOfTwo(),
        switchParallel(),
        callSoon(),
        timers());
  }

  private Row spawn() {
    var row =
        Row.of("spawn", "One task, started and awaited", ns("a task"))
            .weft("`start`, `await`", peers.java("SpawnOne.weftTask"))
            .peer("JDK", "virtual thread, `join`", peers.java("SpawnOne.rawThread"))
            .peer("Kotlin", "`launch`, `join`", peers.kotlin("SpawnOne.kotlinLaunch"));
    return peers.others(row);
  }

  private Row scopeOfTwo() {
    var row =
        Row.of("scope-of-two", "A scope with two tasks that do nothing", ns("a scope"))
            .weft("`scope`", peers.java("ScopeOfTwo.weftScope"))
            .more("Weft", "`gather` of two", peers.java("ScopeOfTwo.weftGather"))
            .peer("JDK", "two virtual threads, `join`", peers.java("ScopeOfTwo.rawThreads"))
            .peer("JDK", "`StructuredTaskScope`", peers.java("StructuredTaskScopes.scopeOfTwo"))
            .more("JDK", "executor of virtual threads", peers.java("ScopeOfTwo.executor"))
            .peer("Kotlin", "`coroutineScope`", peers.kotlin("ScopeOfTwo.kotlinCoroutineScope"));
    return peers.others(row);
  }

  private Row gather() {
    var row =
        Row.of("gather", "100,000 tasks at once, and their results", ns("a task"))
            .weft("`gather`", peers.java("ManyAtOnce.weftGather"))
            .more("Weft", "`scope`", peers.java("ManyAtOnce.weftScope"))
            .peer("JDK", "virtual threads, `join`", peers.java("ManyAtOnce.rawThreads"))
            .peer("JDK", "`StructuredTaskScope`", peers.java("StructuredTaskScopes.manyAtOnce"))
            .more("JDK", "executor of virtual threads", peers.java("ManyAtOnce.executor"))
            .peer("JDK", "`CompletableFuture`", peers.java("ManyAtOnce.completableFutures"))
            .peer("Kotlin", "`async`, `awaitAll`", peers.kotlin("ManyAtOnce.kotlinAwaitAll"))
            .more("Kotlin", "`launch`", peers.kotlin("ManyAtOnce.kotlinLaunch"));
    return peers.others(row);
  }

  private Row gatherYielding() {
    var row =
        Row.of("gather-yielding", "100,000 tasks at once that suspend once each", ns("a task"))
            .weft("`gather`", peers.java("ManyAtOnce.weftGatherYielding"))
            .peer("JDK", "virtual threads, `join`", peers.java("ManyAtOnce.rawThreadsYielding"))
            .peer(
                "Kotlin", "`async`, `awaitAll`", peers.kotlin("ManyAtOnce.kotlinAwaitAllYielding"));
    return peers.others(row).thoroughly();
  }

  private Row sleepers() {
    int tasks = size.of(1_000_000, 50_000);
    var parallel = List.of("-XX:+UseParallelGC");
    var row =
        Row.of(
                "sleepers",
                Peers.many(tasks) + " tasks that sleep for a second",
                cost("s", "seconds"),
                peakMegabytes())
            .weft("`sleep`", java(Sleepers.class, "weft", tasks))
            .more("Weft", "parallel collector", java(parallel, Sleepers.class, "weft", tasks))
            .peer("JDK", "`Thread.sleep`", java(Sleepers.class, "threads", tasks))
            .peer("Kotlin", "`delay`", peers.kotlin(Sleepers.class, "kotlin", tasks))
            .more(
                "Kotlin",
                "parallel collector",
                peers.kotlin(parallel, Sleepers.class, "kotlin", tasks));
    return peers.others(row, tasks).bound(Duration.ofMinutes(4));
  }

  private Row timeout() {
    var row =
        Row.of("timeout", "A time limit around nothing, which doesn't fire", ns("a limit"))
            .weft("`timeout`", peers.java("TimeoutUnfired.weftTimeout"))
            .peer("JDK", "timer, scheduled and cancelled", peers.java("TimeoutUnfired.jdkTimer"))
            .peer("Kotlin", "`withTimeout`", peers.kotlin("TimeoutUnfired.kotlinWithTimeout"));
    return peers.others(row);
  }

  private Row timeoutsThatFire() {
    var row =
        Row.of(
                "timeouts-that-fire",
                "10,000 tasks at once that sleep, each until its limit of 1 ms",
                ns("a task"))
            .weft("`moveOnAfter`", peers.java("TimeoutFired.weft"))
            .peer("JDK", "timer that interrupts", peers.java("TimeoutFired.interrupts"))
            .peer(
                "JDK",
                "`StructuredTaskScope` in each",
                peers.java("StructuredTaskScopes.timeoutFired"))
            .more("JDK", "`orTimeout`, without tasks", peers.java("TimeoutFired.orTimeout"))
            .peer(
                "Kotlin",
                "`withTimeoutOrNull`",
                peers.kotlin("TimeoutFired.kotlinWithTimeoutOrNull"));
    return peers.others(row);
  }

  private Row cancels() {
    int tasks = size.of(100_000, 20_000);
    int times = size.of(6, 4);
    var row =
        Row.of(
                "cancels",
                Peers.many(tasks)
                    + " tasks that sleep, from their cancellation to the last one's end",
                ns("a task"))
            .weft("`Scope.cancel`", java(Cancels.class, "weft", tasks, times))
            .peer("JDK", "`shutdownNow`", java(Cancels.class, "executor", tasks, times))
            .peer(
                "JDK",
                "`StructuredTaskScope`",
                java(
                    List.of("--enable-preview"), "weft.bench.core.StructuredCancels", tasks, times))
            .peer("Kotlin", "`cancelAndJoin`", peers.kotlin(Cancels.class, "kotlin", tasks, times));
    return peers.others(row, tasks).bound(Duration.ofMinutes(3));
  }

  private Row switchOfTwo() {
    var row =
        Row.of("switch", "Two tasks of an event loop that take turns", ns("a turn"))
            .weft("`EventLoop`", peers.java("LoopSwitch.ownCarrier"))
            .more("Weft", "without `--add-opens`", peers.java("LoopSwitch.baton"))
            .peer("JDK", "virtual threads on one thread", peers.java("LoopSwitch.bareYield"))
            .peer("Kotlin", "`runBlocking`", peers.kotlin("LoopSwitch.kotlinYields"));
    return peers.others(row);
  }

  private Row switchParallel() {
    var row =
        Row.of("switch-parallel", "A hundred tasks that take turns on all cores", ns("a turn"))
            .weft("`sleep` of zero", peers.java("ParallelSwitch.weft"))
            .peer("JDK", "`Thread.yield`", peers.java("ParallelSwitch.threads"))
            .peer("Kotlin", "`yield`", peers.kotlin("ParallelSwitch.kotlin"));
    return peers.others(row).thoroughly();
  }

  private Row callSoon() {
    var row =
        Row.of("call-soon", "A callback on the event loop", ns("a callback"))
            .weft("`callSoon`", peers.java("LoopSwitch.callSoonOwnCarrier"))
            .more("Weft", "without `--add-opens`", peers.java("LoopSwitch.callSoonBaton"))
            .peer("JDK", "single-thread executor", peers.java("LoopSwitch.callsOfSingleThread"));
    return peers.asyncio(row).thoroughly();
  }

  private Row timers() {
    var row =
        Row.of("timers", "A timer of the event loop, set and fired", ns("a timer"))
            .weft("`callAt`", peers.java("LoopSwitch.timersOwnCarrier"))
            .more("Weft", "without `--add-opens`", peers.java("LoopSwitch.timersBaton"))
            .peer("JDK", "single-thread scheduler", peers.java("LoopSwitch.timersOfSingleThread"));
    return peers.go(peers.asyncio(row)).thoroughly();
  }
}
