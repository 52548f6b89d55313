/** HTML: in which charset it is written, its title, and where it links. */
@NullMarked
package weft.crawl.page;

import org.jspecify.annotations.NullMarked;
