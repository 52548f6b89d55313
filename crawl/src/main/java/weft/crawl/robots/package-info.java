/** The rules of robots.txt. */
@NullMarked
package weft.crawl.robots;

import org.jspecify.annotations.NullMarked;
