/** Where a crawl's results are kept: a database of H2 or PostgreSQL, and files beside it. */
@NullMarked
package weft.crawl.store;

import org.jspecify.annotations.NullMarked;
