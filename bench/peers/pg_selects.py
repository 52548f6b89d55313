"""Point selects by asyncpg's pool on uvloop: pg_selects.py PORT CONNECTIONS TASKS SECONDS"""
import asyncio
import sys
import time

import asyncpg
import uvloop

PORT, CONNECTIONS, TASKS, SECONDS = map(int, sys.argv[1:5])
ITEMS = 10_000


async def main():
    async with asyncpg.create_pool(
        host="localhost", port=PORT, user="postgres", database="postgres",
        min_size=CONNECTIONS, max_size=CONNECTIONS,
    ) as pool:
        start = time.monotonic()
        begin, end = start + SECONDS / 3, start + SECONDS
        done = 0

        async def work(task):
            nonlocal done
            i = 0
            while (now := time.monotonic()) < end:
                key = (task * 7919 + i * 31) % ITEMS
                assert await pool.fetchval("select name from item where id = $1", key)
                if now >= begin:
                    done += 1
                i += 1

        await asyncio.gather(*map(work, range(TASKS)))
        print(f"@ selects/s {done / (end - begin):.0f}")


uvloop.install()
asyncio.run(main())
