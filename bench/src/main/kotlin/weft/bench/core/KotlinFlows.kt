package weft.bench.core

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.fold
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.produceIn
import kotlinx.coroutines.runBlocking

/** What the benchmarks of flows measure, written with Kotlin's. */
object KotlinFlows {
    fun range(elements: Int): Int = runBlocking {
        (0 until elements).asFlow().map { it * 3 }.filter { it % 2 == 0 }.fold(0) { a, b -> a + b }
    }

    fun builder(elements: Int): Int = runBlocking {
        flow { for (i in 0 until elements) emit(i) }
            .map { it * 3 }.filter { it % 2 == 0 }.fold(0) { a, b -> a + b }
    }

    /** Pulled from a source that is at most so many elements ahead; with none, by a rendezvous. */
    fun pulled(elements: Int, ahead: Int): Int = runBlocking(Dispatchers.Default) {
        var sum = 0
        val numbers = flow { for (i in 0 until elements) emit(i) }.buffer(ahead).produceIn(this)
        for (n in numbers) sum += n
        sum
    }
}
