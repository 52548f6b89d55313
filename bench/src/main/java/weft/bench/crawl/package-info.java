/**
 * The crawler beside aiohttp and Scrapy: one local site behind nginx, the same limits, robots.txt
 * kept to, and all that was found stored.
 */
package weft.bench.crawl;
