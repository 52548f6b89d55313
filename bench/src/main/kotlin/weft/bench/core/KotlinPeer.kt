package weft.bench.core

import java.util.concurrent.CountDownLatch
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.coroutines.yield

/** What the benchmarks measure, written with Kotlin's coroutines. */
object KotlinPeer {
    @Volatile
    private var work = 0

    fun spawnOne(operations: Int) = runBlocking(Dispatchers.Default) {
        repeat(operations) { launch { }.join() }
    }

    fun scopeOfTwo(operations: Int) = runBlocking(Dispatchers.Default) {
        repeat(operations) {
            coroutineScope {
                launch { }
                launch { }
            }
        }
    }

    fun manyAtOnce(tasks: Int) = runBlocking(Dispatchers.Default) {
        coroutineScope { repeat(tasks) { launch { } } }
    }

    fun timeoutUnfired(operations: Int) = runBlocking(Dispatchers.Default) {
        repeat(operations) { withTimeout(10_000) { work = 1 } }
    }

    fun sleepers(tasks: Int, millis: Long) = runBlocking(Dispatchers.Default) {
        coroutineScope { repeat(tasks) { launch { delay(millis) } } }
    }

    fun awaitAll(items: List<Int>): List<Int> = runBlocking(Dispatchers.Default) {
        items.map { async { it } }.awaitAll()
    }

    fun awaitAllYielding(items: List<Int>): List<Int> = runBlocking(Dispatchers.Default) {
        items.map {
            async {
                yield()
                it
            }
        }.awaitAll()
    }

    fun timeoutsFired(tasks: Int, limit: Long, millis: Long) = runBlocking(Dispatchers.Default) {
        coroutineScope {
            repeat(tasks) { launch { withTimeoutOrNull(limit) { delay(millis) } } }
        }
    }

    /** Nanoseconds from the cancellation to the end of the last. */
    fun cancelMany(tasks: Int): Long = runBlocking(Dispatchers.Default) {
        val asleep = CountDownLatch(tasks)
        val all = launch {
            repeat(tasks) {
                launch {
                    asleep.countDown()
                    delay(3_600_000)
                }
            }
        }
        withContext(Dispatchers.IO) { asleep.await() }
        val start = System.nanoTime()
        all.cancelAndJoin()
        System.nanoTime() - start
    }

    fun switchOnLoop(switches: Int) = runBlocking {
        repeat(2) { launch { repeat(switches / 2) { yield() } } }
    }

    fun switchParallel(tasks: Int, each: Int) = runBlocking(Dispatchers.Default) {
        repeat(tasks) { launch { repeat(each) { yield() } } }
    }
}
