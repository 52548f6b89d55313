/** Where a crawl's results are kept: an H2 database file, and files with lines beside it. */
@NullMarked
package weft.crawl.store;

import org.jspecify.annotations.NullMarked;
