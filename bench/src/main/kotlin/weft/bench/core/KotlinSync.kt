package weft.bench.core

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.sync.withPermit
import kotlinx.coroutines.yield

/** Locks and semaphores of Kotlin's coroutines. */
object KotlinSync {
    private val mutex = Mutex()
    private val semaphore = Semaphore(10)
    private var work = 0

    fun mutexFree(operations: Int) = runBlocking(Dispatchers.Default) {
        repeat(operations) { mutex.withLock { work++ } }
    }

    fun semaphoreFree(operations: Int) = runBlocking(Dispatchers.Default) {
        repeat(operations) { semaphore.withPermit { work++ } }
    }

    fun mutexContended(tasks: Int, each: Int) = runBlocking(Dispatchers.Default) {
        coroutineScope { repeat(tasks) { launch { repeat(each) { mutex.withLock { yield() } } } } }
    }

    fun semaphoreContended(tasks: Int, each: Int) = runBlocking(Dispatchers.Default) {
        coroutineScope { repeat(tasks) { launch { repeat(each) { semaphore.withPermit { yield() } } } } }
    }
}
