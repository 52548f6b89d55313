/** Gets one URL: politely, again where that may help, and never more than was asked for. */
@NullMarked
package weft.crawl.fetch;

import org.jspecify.annotations.NullMarked;
