/** The live page of a crawl: a small server, what it tells the browser, and what it is told. */
@NullMarked
package weft.cli.live;

import org.jspecify.annotations.NullMarked;
