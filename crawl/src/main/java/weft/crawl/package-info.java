/**
 * The crawler: {@link weft.crawl.Crawl} visits the pages of some hosts, breadth first and politely,
 * and keeps what it finds in a database.
 */
@NullMarked
package weft.crawl;

import org.jspecify.annotations.NullMarked;
