package weft.bench

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

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
}
