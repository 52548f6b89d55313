"""A crawler on aiohttp, lxml and uvloop that stores into SQLite: what Weft's is measured beside.

Usage: crawl_aiohttp.py URL DATABASE CONCURRENCY

Workers take URLs from a queue, each URL once and within the host, as far as robots.txt allows. A thread
writes what they find in batches, so that the loop never waits for the file.
"""

import asyncio
import hashlib
import sqlite3
import threading
import sys
import time
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import aiohttp
import uvloop
from lxml import etree

BATCH = 500
AGENT = "bench"
LINKS = etree.XPath("//a/@href | //area/@href")
TITLE = etree.XPath("string(//title)")

TABLES = """
CREATE TABLE page (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, status INTEGER NOT NULL, depth INTEGER NOT NULL,
  referrer TEXT, title TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, millis INTEGER NOT NULL,
  fetched_at REAL NOT NULL);
CREATE TABLE link (from_id INTEGER NOT NULL, to_url TEXT NOT NULL, inside INTEGER NOT NULL);
"""


class Store:
    """Two tables, written by one thread at a time."""

    def __init__(self, file):
        self.lock = threading.Lock()
        self.db = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.executescript(TABLES)

    def write(self, pages, links):
        with self.lock:
            self.db.execute("BEGIN")
            self.db.executemany("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", pages)
            self.db.executemany("INSERT INTO link VALUES (?, ?, ?)", links)
            self.db.execute("COMMIT")


class Crawl:
    def __init__(self, session, store, seed):
        self.session = session
        self.store = store
        self.host = urlsplit(seed).netloc
        self.queue = asyncio.Queue()
        self.seen = {seed}
        self.queue.put_nowait((seed, 0, None))
        self.pages, self.links, self.count = [], [], 0
        self.writing = None

    async def load_robots(self, seed):
        self.robots = RobotFileParser()
        async with self.session.get(urljoin(seed, "/robots.txt")) as response:
            text = await response.text() if response.status == 200 else ""
        self.robots.parse(text.splitlines())

    async def work(self):
        while True:
            url, depth, referrer = await self.queue.get()
            try:
                if self.robots.can_fetch(AGENT, url):
                    await self.visit(url, depth, referrer)
            except aiohttp.ClientError as e:
                print(url, e, file=sys.stderr)
            finally:
                self.queue.task_done()

    async def visit(self, url, depth, referrer):
        start = time.perf_counter()
        async with self.session.get(url) as response:
            body = await response.read()
        millis = int((time.perf_counter() - start) * 1000)
        if response.status != 200 or response.content_type != "text/html":
            return
        document = etree.HTML(body)
        title = " ".join(TITLE(document).split())
        self.count += 1
        page_id = self.count
        digest = hashlib.sha256(body).hexdigest()
        self.pages.append((page_id, url, 200, depth, referrer, title, len(body), digest, millis, time.time()))
        found = dict.fromkeys(urldefrag(urljoin(url, href)).url for href in LINKS(document))
        for link in found:
            inside = urlsplit(link).netloc == self.host
            self.links.append((page_id, link, inside))
            if inside and link not in self.seen:
                self.seen.add(link)
                self.queue.put_nowait((link, depth + 1, url))
        if len(self.pages) >= BATCH:
            await self.flush()

    async def flush(self):
        pages, links, self.pages, self.links = self.pages, self.links, [], []
        if self.writing:
            await self.writing
        self.writing = asyncio.ensure_future(asyncio.to_thread(self.store.write, pages, links))


async def main(seed, file, concurrency):
    start = time.perf_counter()
    store = Store(file)
    connector = aiohttp.TCPConnector(limit=concurrency, limit_per_host=concurrency)
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, headers={"User-Agent": AGENT}) as session:
        crawl = Crawl(session, store, seed)
        await crawl.load_robots(seed)
        workers = [asyncio.create_task(crawl.work()) for _ in range(concurrency)]
        await crawl.queue.join()
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        await crawl.flush()
        await crawl.writing
    store.db.close()
    print(crawl.count, "pages")
    print("@ pages/s", crawl.count / (time.perf_counter() - start))


with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
