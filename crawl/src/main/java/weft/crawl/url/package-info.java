/** URLs as a crawler knows them: resolved as browsers do, and normalised to one spelling a page. */
@NullMarked
package weft.crawl.url;

import org.jspecify.annotations.NullMarked;
