"""The rows of a large result by asyncpg's cursor on uvloop: pg_rows.py PORT FETCH_SIZE SECONDS"""
import asyncio
import sys
import time

import asyncpg
import uvloop

PORT, FETCH_SIZE, SECONDS = map(int, sys.argv[1:4])


async def main():
    connection = await asyncpg.connect(
        host="localhost", port=PORT, user="postgres", database="postgres")
    start = time.monotonic()
    begin, end = start + SECONDS / 3, start + SECONDS
    done = total = 0
    while time.monotonic() < end:
        async with connection.transaction():
            async for row in connection.cursor("select id, name from big", prefetch=FETCH_SIZE):
                total += row["id"] + len(row["name"])
                done += 1
                if done % 10_000 == 0 and time.monotonic() < begin:
                    done = 0
    assert total
    print(f"@ rows/s {done / (time.monotonic() - begin):.0f}")
    await connection.close()


uvloop.install()
asyncio.run(main())
