"""trio's side of the core rows.

Run `python3 bench/peers/trio_core.py ROW [TASKS] [quick]`.
"""

import math
import sys
import time

import trio
import trio.testing

import telling


async def nothing():
    pass


async def spawn(n):
    for _ in range(n):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(nothing)


async def scope_of_two(n):
    for _ in range(n):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(nothing)
            nursery.start_soon(nothing)


async def gather(n):
    results = [0] * n

    async def same(i):
        results[i] = i

    async with trio.open_nursery() as nursery:
        for i in range(n):
            nursery.start_soon(same, i)


async def gather_yielding(n):
    results = [0] * n

    async def same_later(i):
        await trio.lowlevel.checkpoint()
        results[i] = i

    async with trio.open_nursery() as nursery:
        for i in range(n):
            nursery.start_soon(same_later, i)


async def timeout(n):
    for _ in range(n):
        with trio.fail_after(10):
            pass


async def limited():
    with trio.move_on_after(0.001):
        await trio.sleep(3600)


async def many(n, work):
    async with trio.open_nursery() as nursery:
        for _ in range(n):
            nursery.start_soon(work)


async def timeouts_that_fire(n):
    await many(n, limited)


async def switch(n, tasks=2):
    async def yields():
        for _ in range(n // tasks):
            await trio.lowlevel.checkpoint()

    await many(tasks, yields)


async def switch_parallel(n):
    await switch(n, 100)


async def channel(n, producers=1, capacity=100):
    send, receive = trio.open_memory_channel(capacity)

    async def produce(send):
        async with send:
            for i in range(n // producers):
                await send.send(i)

    async with trio.open_nursery() as nursery:
        async with send:
            for _ in range(producers):
                nursery.start_soon(produce, send.clone())
        async for _ in receive:
            pass


async def channel_100_to_1(n):
    await channel(n, 100)


async def rendezvous(n):
    await channel(n, 1, 0)


async def taken(n, lock):
    for _ in range(n):
        async with lock:
            pass


async def mutex(n):
    await taken(n, trio.Lock())


async def semaphore(n):
    await taken(n, trio.Semaphore(10))


async def contended(n, lock):
    async def turns():
        for _ in range(n // 100):
            async with lock:
                await trio.lowlevel.checkpoint()

    await many(100, turns)


async def mutex_contended(n):
    await contended(n, trio.Lock())


async def semaphore_contended(n):
    await contended(n, trio.Semaphore(10))


async def sleepers(n):
    async with trio.open_nursery() as nursery:
        for _ in range(n):
            nursery.start_soon(trio.sleep, 1)


async def cancels(n):
    """Tells the time from the cancellation to the end of the last; the first is a warm-up."""
    for i in range(telling.rounds()):
        start = 0
        async with trio.open_nursery() as nursery:
            for _ in range(n):
                nursery.start_soon(trio.sleep, math.inf)
            await trio.testing.wait_all_tasks_blocked()
            start = time.perf_counter_ns()
            nursery.cancel_scope.cancel()
        if i > 0:
            print("@ ns", (time.perf_counter_ns() - start) / n)


REPEATED = {
    spawn: 20_000,
    scope_of_two: 20_000,
    gather: 100_000,
    gather_yielding: 100_000,
    timeout: 100_000,
    timeouts_that_fire: 20_000,
    switch: 200_000,
    switch_parallel: 200_000,
    channel: 50_000,
    channel_100_to_1: 50_000,
    rendezvous: 50_000,
    mutex: 100_000,
    semaphore: 100_000,
    mutex_contended: 50_000,
    semaphore_contended: 50_000,
}


def main(arguments):
    name = arguments[0].replace("-", "_")
    if name == "sleepers":
        telling.once(lambda: trio.run(sleepers, int(arguments[1])))
    elif name == "cancels":
        trio.run(cancels, int(arguments[1]))
    else:
        row = globals()[name]
        telling.repeat(lambda n: trio.run(row, n), REPEATED[row])


main(sys.argv[1:])
