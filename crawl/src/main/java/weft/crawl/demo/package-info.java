/**
 * A web site on loopback whose crawl is known exactly.
 *
 * <p>{@link weft.crawl.demo.DemoSite} serves some two thousand generated pages and every nuisance a
 * crawler meets; {@link weft.crawl.demo.Expected} says what a crawl of it must bring back. Each
 * theme (trees, redirects, charsets, …) is a class that lists its pages, and a page knows how it
 * answers, what becomes of it in a crawl and where it links; what is served and what is expected
 * come from that one model.
 */
@NullMarked
package weft.crawl.demo;

import org.jspecify.annotations.NullMarked;
