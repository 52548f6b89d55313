"""A Scrapy spider that stores into SQLite in batches: what Weft's crawler is measured beside.

Usage: crawl_scrapy.py URL DATABASE CONCURRENCY
"""

import hashlib
import sqlite3
import sys
import time
from urllib.parse import urldefrag, urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess

BATCH = 500

TABLES = """
CREATE TABLE page (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, status INTEGER NOT NULL, depth INTEGER NOT NULL,
  title TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, fetched_at REAL NOT NULL);
CREATE TABLE link (from_id INTEGER NOT NULL, to_url TEXT NOT NULL, inside INTEGER NOT NULL);
"""


class Pages:
    """The pipeline: a transaction for each batch."""

    @classmethod
    def from_crawler(cls, crawler):
        return cls()

    def open_spider(self, spider=None):
        self.db = sqlite3.connect(sys.argv[2], isolation_level=None)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.executescript(TABLES)
        self.pages, self.links, self.count = [], [], 0

    def process_item(self, item, spider=None):
        self.count += 1
        self.pages.append((self.count, *item["page"]))
        self.links.extend((self.count, url, inside) for url, inside in item["links"])
        if len(self.pages) >= BATCH:
            self.flush()
        return item

    def flush(self):
        self.db.execute("BEGIN")
        self.db.executemany("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self.pages)
        self.db.executemany("INSERT INTO link VALUES (?, ?, ?)", self.links)
        self.db.execute("COMMIT")
        self.pages, self.links = [], []

    def close_spider(self, spider=None):
        self.flush()
        self.db.close()


class Spider(scrapy.Spider):
    name = "bench"
    host = urlsplit(sys.argv[1]).netloc

    def start_requests(self):
        yield scrapy.Request(sys.argv[1])  # unlike start_urls, not fetched again when a page links there

    def parse(self, response):
        found = dict.fromkeys(
            urldefrag(response.urljoin(href)).url for href in response.xpath("//a/@href | //area/@href").getall()
        )
        links = [(url, urlsplit(url).netloc == self.host) for url in found]
        title = response.xpath("string(//title)").get()
        digest = hashlib.sha256(response.body).hexdigest()
        depth = response.meta["depth"]
        yield {
            "page": (response.url, response.status, depth, title, len(response.body), digest, time.time()),
            "links": links,
        }
        for url, inside in links:
            if inside:
                yield scrapy.Request(url)


concurrency = int(sys.argv[3])
process = CrawlerProcess(
    {
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
        "DOWNLOAD_DELAY": 0,
        "DEPTH_PRIORITY": 1,
        "SCHEDULER_DISK_QUEUE": "scrapy.squeues.PickleFifoDiskQueue",
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "ITEM_PIPELINES": {Pages: 1},
        "LOG_LEVEL": "ERROR",
        "TELNETCONSOLE_ENABLED": False,
        "COOKIES_ENABLED": False,
    }
)
crawler = process.create_crawler(Spider)
start = time.perf_counter()
process.crawl(crawler)
process.start()
count = crawler.stats.get_value("item_scraped_count", 0)
print(count, "pages")
print("@ pages/s", count / (time.perf_counter() - start))
