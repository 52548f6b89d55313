package weft.bench

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** What the benchmarks measure, written with Kotlin's coroutines. */
object KotlinPeer {
    fun spawnAndJoin(tasks: Int) = runBlocking(Dispatchers.Default) {
        repeat(tasks) { launch { }.join() }
    }
}
