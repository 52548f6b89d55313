/** What a crawl knows of URLs and has not done yet, in little memory however many they are. */
@NullMarked
package weft.crawl.frontier;

import org.jspecify.annotations.NullMarked;
