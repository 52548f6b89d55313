"""asyncio's side of LoopSwitch: ns a switch between two tasks, a call_soon, a call_at.

Run `python3 bench/asyncio_loop.py`; with uvloop installed, `python3 bench/asyncio_loop.py uvloop`.
"""

import asyncio
import sys
import time

SWITCHES = 200_000
ROUNDS = 7


async def yields():
    async def one():
        for _ in range(SWITCHES // 2):
            await asyncio.sleep(0)

    await asyncio.gather(one(), one())


async def calls(schedule):
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    left = SWITCHES

    def call():
        nonlocal left
        left -= 1
        if left == 0:
            done.set_result(True)

    schedule(loop, call)
    await done


def soon(loop, call):
    for _ in range(SWITCHES):
        loop.call_soon(call)


def timers(loop, call):
    when = loop.time()
    for i in range(SWITCHES):
        loop.call_at(when + i * 7 % SWITCHES * 1e-9, call)


def measure(name, work):
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter_ns()
        run(work())
        times.append((time.perf_counter_ns() - start) / SWITCHES)
    print(f"{name:10} {sorted(times)[ROUNDS // 2]:8.0f} ns")


run = asyncio.run
if sys.argv[1:] == ["uvloop"]:
    import uvloop

    run = uvloop.run

measure("switch", yields)
measure("call_soon", lambda: calls(soon))
measure("call_at", lambda: calls(timers))
