package weft.bench.rows;

import static weft.bench.harness.Metric.ns;

import java.util.List;
import weft.bench.harness.Row;

/** What tasks hand to each other, and what they take turns at. */
record ExchangeRows(Peers peers) {
  List<Row> all() {
    return List.of(
        channel("channel", "1").thoroughly(),
        channel("channel-100-to-1", "100"),
        rendezvous(),
        select(),
        mutex(),
        semaphore(),
        mutexContended(),
        semaphoreContended());
  }

  private Row channel(String name, String producers) {
    var from = "producers=" + producers;
    var title =
        "A channel of 100 places, " + producers + (producers.equals("1") ? " task" : " tasks");
    var row =
        Row.of(name, title + " to 1", ns("an element"))
            .weft("`Channel`", peers.java("BufferedChannel.weft", from))
            .more("Weft", "`WorkQueue`", peers.java("BufferedChannel.weftWorkQueue", from))
            .peer(
                "JDK",
                "`ArrayBlockingQueue`",
                peers.java("BufferedChannel.arrayBlockingQueue", from))
            .peer(
                "JDK",
                "`LinkedBlockingQueue`",
                peers.java("BufferedChannel.linkedBlockingQueue", from))
            .peer("Jox", "`Channel`", peers.jox("BufferedChannel.jox", from))
            .peer("Kotlin", "`Channel`", peers.kotlin("BufferedChannel.kotlin", from));
    return peers.others(row);
  }

  private Row rendezvous() {
    var row =
        Row.of("rendezvous", "A channel without places, 1 task to 1", ns("an element"))
            .weft("`Channel`", peers.java("RendezvousChannel.weft"))
            .peer("JDK", "`SynchronousQueue`", peers.java("RendezvousChannel.synchronousQueue"))
            .peer("Jox", "`Channel`", peers.jox("RendezvousChannel.jox"))
            .peer("Kotlin", "`Channel`", peers.kotlin("RendezvousChannel.kotlin"));
    return peers.go(peers.trio(row));
  }

  private Row select() {
    var places = "capacity=100";
    var row =
        Row.of("select", "From the first of two channels that has something", ns("an element"))
            .weft("`select`", peers.java("SelectOfTwo.weft", places))
            .peer("Jox", "`select`", peers.jox("SelectOfTwo.joxSelect", places))
            .peer("Kotlin", "`select`", peers.kotlin("SelectOfTwo.kotlin", places));
    return peers.go(peers.asyncio(row));
  }

  private Row mutex() {
    var row =
        Row.of("mutex", "A mutex that nobody else wants, taken and given back", ns("a turn"))
            .weft("`acquire`, `close`", peers.java("LocksFree.weftMutex"))
            .more("Weft", "`with`", peers.java("LocksFree.weftMutexWith"))
            .peer("JDK", "`ReentrantLock`", peers.java("LocksFree.jdkLock"))
            .more("JDK", "fair `ReentrantLock`", peers.java("LocksFree.jdkFairLock"))
            .peer("Kotlin", "`withLock`", peers.kotlin("LocksFree.kotlinMutex"));
    return peers.others(row);
  }

  private Row semaphore() {
    var row =
        Row.of("semaphore", "A permit that is free, taken and given back", ns("a turn"))
            .weft("`acquire`, `close`", peers.java("LocksFree.weftSemaphore"))
            .more("Weft", "`with`", peers.java("LocksFree.weftSemaphoreWith"))
            .peer("JDK", "`Semaphore`", peers.java("LocksFree.jdkSemaphore"))
            .more("JDK", "fair `Semaphore`", peers.java("LocksFree.jdkFairSemaphore"))
            .peer("Kotlin", "`withPermit`", peers.kotlin("LocksFree.kotlinSemaphore"));
    return peers.others(row).thoroughly();
  }

  private Row mutexContended() {
    var row =
        Row.of(
                "mutex-contended",
                "A hundred tasks that yield while they hold a mutex",
                ns("a turn"))
            .weft("`Mutex`", peers.java("LocksContended.weftMutex"))
            .peer("JDK", "fair `ReentrantLock`", peers.java("LocksContended.jdkFairLock"))
            .peer("Kotlin", "`Mutex`", peers.kotlin("LocksContended.kotlinMutex"));
    return peers.others(row);
  }

  private Row semaphoreContended() {
    var row =
        Row.of(
                "semaphore-contended",
                "A hundred tasks that yield while they hold one of ten permits",
                ns("a turn"))
            .weft("`Semaphore`", peers.java("LocksContended.weftSemaphore"))
            .peer("JDK", "fair `Semaphore`", peers.java("LocksContended.jdkFairSemaphore"))
            .peer("Kotlin", "`Semaphore`", peers.kotlin("LocksContended.kotlinSemaphore"));
    return peers.others(row).thoroughly();
  }
}
