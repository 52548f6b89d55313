"""asyncio's side of the core rows.

Run `python3 bench/peers/asyncio_core.py ROW [TASKS] [quick]`; with `uvloop` before ROW, on uvloop.
"""

import asyncio
import sys
import time

import telling


async def nothing():
    pass


async def spawn(n):
    for _ in range(n):
        await asyncio.create_task(nothing())


async def scope_of_two(n):
    for _ in range(n):
        async with asyncio.TaskGroup() as group:
            group.create_task(nothing())
            group.create_task(nothing())


async def same(i):
    return i


async def gather(n):
    await asyncio.gather(*(same(i) for i in range(n)))


async def same_later(i):
    await asyncio.sleep(0)
    return i


async def gather_yielding(n):
    await asyncio.gather(*(same_later(i) for i in range(n)))


async def timeout(n):
    for _ in range(n):
        async with asyncio.timeout(10):
            pass


async def limited():
    try:
        async with asyncio.timeout(0.001):
            await asyncio.sleep(3600)
    except TimeoutError:
        pass


async def timeouts_that_fire(n):
    await asyncio.gather(*(limited() for _ in range(n)))


async def switch(n):
    async def yields():
        for _ in range(n // 2):
            await asyncio.sleep(0)

    await asyncio.gather(yields(), yields())


async def switch_parallel(n):
    async def yields():
        for _ in range(n // 100):
            await asyncio.sleep(0)

    await asyncio.gather(*(yields() for _ in range(100)))


async def calls(n, schedule):
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    left = n

    def call():
        nonlocal left
        left -= 1
        if left == 0:
            done.set_result(True)

    schedule(loop, call, n)
    await done


def call_soon(n):
    def schedule(loop, call, n):
        for _ in range(n):
            loop.call_soon(call)

    return calls(n, schedule)


def timers(n):
    def schedule(loop, call, n):
        when = loop.time()
        for i in range(n):
            loop.call_at(when + i * 7 % n * 1e-9, call)

    return calls(n, schedule)


async def channel(n, producers=1):
    queue = asyncio.Queue(100)

    async def produce():
        for i in range(n // producers):
            await queue.put(i)

    async with asyncio.TaskGroup() as group:
        for _ in range(producers):
            group.create_task(produce())
        for _ in range(n // producers * producers):
            await queue.get()


def channel_100_to_1(n):
    return channel(n, 100)


async def select(n):
    """The first of two queues that has something; the other's question stays asked."""
    queues = [asyncio.Queue(100), asyncio.Queue(100)]

    async def produce(queue):
        for i in range(n // 2):
            await queue.put(i)

    async with asyncio.TaskGroup() as group:
        asked = {}
        for queue in queues:
            group.create_task(produce(queue))
            asked[group.create_task(queue.get())] = queue
        received = 0
        while True:
            done, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
            for question in done:
                received += 1
                queue = asked.pop(question)
                asked[group.create_task(queue.get())] = queue
            if received == n // 2 * 2:
                break
        for question in asked:
            question.cancel()


async def mutex(n):
    lock = asyncio.Lock()
    for _ in range(n):
        async with lock:
            pass


async def semaphore(n):
    permits = asyncio.Semaphore(10)
    for _ in range(n):
        async with permits:
            pass


async def contended(n, lock):
    async def turns():
        for _ in range(n // 100):
            async with lock:
                await asyncio.sleep(0)

    await asyncio.gather(*(turns() for _ in range(100)))


def mutex_contended(n):
    return contended(n, asyncio.Lock())


def semaphore_contended(n):
    return contended(n, asyncio.Semaphore(10))


async def numbers(n):
    for i in range(n):
        yield i


async def flow(n):
    """As one would write map and filter: a comprehension over an asynchronous generator."""
    return sum([i * 3 async for i in numbers(n) if i * 3 % 2 == 0])


async def iterate(n):
    total = 0
    async for i in numbers(n):
        total += i
    return total


async def map_parallel(n):
    """64 workers that take from one iterator."""
    results = [0] * n
    items = iter(range(n))

    async def work():
        for i in items:
            results[i] = (await same(i)) * 3

    await asyncio.gather(*(work() for _ in range(64)))
    return sum(results)


async def sleepers(n):
    await asyncio.gather(*(asyncio.sleep(1) for _ in range(n)))


async def cancels(n):
    """Tells the time from the cancellation to the end of the last; the first is a warm-up."""
    for i in range(telling.rounds()):
        tasks = [asyncio.create_task(asyncio.sleep(3600)) for _ in range(n)]
        await asyncio.sleep(0)
        start = time.perf_counter_ns()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if i > 0:
            print("@ ns", (time.perf_counter_ns() - start) / n)


REPEATED = {
    spawn: 100_000,
    scope_of_two: 40_000,
    gather: 100_000,
    gather_yielding: 100_000,
    timeout: 200_000,
    timeouts_that_fire: 40_000,
    switch: 400_000,
    switch_parallel: 400_000,
    call_soon: 1_000_000,
    timers: 1_000_000,
    channel: 200_000,
    channel_100_to_1: 200_000,
    select: 20_000,
    mutex: 400_000,
    semaphore: 400_000,
    mutex_contended: 100_000,
    semaphore_contended: 100_000,
    flow: 1_000_000,
    iterate: 1_000_000,
    map_parallel: 200_000,
}


def main(arguments):
    run = asyncio.run
    if arguments[0] == "uvloop":
        import uvloop

        def run(main):
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(main)

        arguments = arguments[1:]
    name = arguments[0].replace("-", "_")
    if name == "sleepers":
        telling.once(lambda: run(sleepers(int(arguments[1]))))
    elif name == "cancels":
        run(cancels(int(arguments[1])))
    else:
        row = globals()[name]
        telling.repeat(lambda n: run(row(n)), REPEATED[row])


main(sys.argv[1:])
