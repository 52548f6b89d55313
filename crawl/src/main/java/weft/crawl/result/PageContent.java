package weft.crawl.result;

import java.util.Map;
import java.util.Optional;

/**
 * What was found on a page.
 *
 * @param title the title, white space collapsed; empty if there is none
 * @param contentType the type without parameters, for example "text/html"
 * @param charset the charset that it was read in
 * @param size the size of the body in bytes, after decompression
 * @param sha256 the SHA-256 of the body, in hexadecimal
 * @param html the body with gzip, where the settings ask for it to be kept
 * @param canonical the other URL that the page names as its canonical one
 * @param validators by what the server can tell whether it has changed
 * @param extracted what the extraction rules found, by their names; a rule that matches nothing has
 *     no entry
 */
public record PageContent(
    String title,
    String contentType,
    String charset,
    long size,
    String sha256,
    Optional<Gzipped> html,
    Optional<String> canonical,
    Validators validators,
    Map<String, String> extracted) {

  /** A page of which no more is known. */
  public PageContent(
      String title,
      String contentType,
      String charset,
      long size,
      String sha256,
      Optional<Gzipped> html) {
    this(
        title,
        contentType,
        charset,
        size,
        sha256,
        html,
        Optional.empty(),
        Validators.NONE,
        Map.of());
  }

  /** Bytes packed with gzip, not copied: don't change them. */
  public static final class Gzipped {
    private final byte[] bytes;

    /** Takes the array as it is. */
    public Gzipped(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The packed bytes. */
    public byte[] bytes() {
      return bytes;
    }
  }
}
