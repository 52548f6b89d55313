"""Small pages from one server by aiohttp on uvloop: http_requests.py URL TASKS SECONDS"""
import asyncio
import sys
import time

import aiohttp
import uvloop

URL = sys.argv[1]
TASKS, SECONDS = map(int, sys.argv[2:4])


async def main():
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=TASKS)) as session:
        start = time.monotonic()
        begin, end = start + SECONDS / 3, start + SECONDS
        done = 0

        async def work():
            nonlocal done
            while (now := time.monotonic()) < end:
                async with session.get(URL) as response:
                    assert await response.read()
                if now >= begin:
                    done += 1

        await asyncio.gather(*(work() for _ in range(TASKS)))
        print(f"@ requests/s {done / (end - begin):.0f}")


uvloop.install()
asyncio.run(main())
