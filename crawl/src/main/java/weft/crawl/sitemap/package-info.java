/** Sitemaps: which URLs they name, and which other sitemaps. */
@NullMarked
package weft.crawl.sitemap;

import org.jspecify.annotations.NullMarked;
