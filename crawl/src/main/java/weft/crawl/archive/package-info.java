/** What was sent and received, as records of a web archive. */
@NullMarked
package weft.crawl.archive;

import org.jspecify.annotations.NullMarked;
