package weft.crawl.fetch;

import java.util.function.Predicate;
import weft.crawl.page.MediaType;

/**
 * Which bodies are worth reading.
 *
 * @param types the types to read; others end as {@link weft.crawl.result.Kind#NOT_HTML}
 * @param limit how many bytes to take, after decompression
 * @param cut whether a longer body is cut off there; else it is too large
 */
public record Accept(Predicate<MediaType> types, long limit, boolean cut) {}
