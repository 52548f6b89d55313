/** What a crawl brings back: the outcome of each URL, and what was found on the pages. */
@NullMarked
package weft.crawl.result;

import org.jspecify.annotations.NullMarked;
