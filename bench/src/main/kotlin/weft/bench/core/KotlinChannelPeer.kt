package weft.bench.core

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.selects.select

/** What the benchmarks of channels measure, written with Kotlin's. */
object KotlinChannelPeer {
    fun transfer(capacity: Int, producers: Int, elements: Int): Long = runBlocking(Dispatchers.Default) {
        val channel = Channel<Int>(capacity)
        coroutineScope {
            repeat(producers) {
                launch { for (i in 0 until elements / producers) channel.send(i) }
            }
            var sum = 0L
            repeat(elements) { sum += channel.receive() }
            sum
        }
    }

    fun select(capacity: Int, elements: Int): Long = runBlocking(Dispatchers.Default) {
        val one = Channel<Int>(capacity)
        val two = Channel<Int>(capacity)
        coroutineScope {
            launch { for (i in 0 until elements / 2) one.send(i) }
            launch { for (i in 0 until elements / 2) two.send(i) }
            var sum = 0L
            repeat(elements) {
                sum += select<Int> {
                    one.onReceive { it }
                    two.onReceive { it }
                }
            }
            sum
        }
    }
}
