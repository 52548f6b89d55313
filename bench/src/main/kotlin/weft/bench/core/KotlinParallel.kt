package weft.bench.core

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.flatMapMerge
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.fold
import kotlinx.coroutines.runBlocking

/** What the benchmark of concurrent stages measures, written with Kotlin's flows. */
object KotlinParallel {
    @OptIn(ExperimentalCoroutinesApi::class)
    fun flatMapMerge(elements: Int, n: Int): Int = runBlocking {
        (0 until elements).asFlow()
            .flatMapMerge(n) { flow { emit(it * 3) } }
            .flowOn(Dispatchers.Default)
            .fold(0) { a, b -> a + b }
    }

    fun buffer(elements: Int, n: Int): Int = runBlocking(Dispatchers.Default) {
        (0 until elements).asFlow().buffer(n).fold(0) { a, b -> a + b }
    }
}
