package weft.crawl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import weft.crawl.frontier.SpilledQueue;
import weft.crawl.url.WebUrl;

/**
 * A URL to be visited.
 *
 * @param depth the number of links on the way to it
 * @param hops the number of redirects in a row that led to it
 * @param referrer where it was found; empty for a seed
 * @param sitemap whether it was named as a sitemap
 */
record Target(WebUrl url, int depth, int hops, Optional<String> referrer, boolean sitemap) {
  static Target seed(WebUrl url) {
    return new Target(url, 0, 0, Optional.empty(), false);
  }

  Target link(WebUrl to) {
    return new Target(to, depth + 1, 0, Optional.of(url.toString()), false);
  }

  Target redirect(WebUrl to) {
    return new Target(to, depth, hops + 1, Optional.of(url.toString()), sitemap);
  }

  /** One that this names as a sitemap; that is no link. */
  Target sitemap(WebUrl to) {
    return new Target(to, depth, 0, Optional.of(url.toString()), true);
  }

  /** Writes targets; those of the same page have its URL but once. */
  static final class Codec implements SpilledQueue.Codec<Target> {
    private static final int SAME = -2;
    private static final int NONE = -1;

    @Override
    public void write(DataOutputStream out, Target target, Optional<Target> before)
        throws IOException {
      text(out, target.url.toString());
      out.writeInt(target.depth);
      out.writeInt(target.hops);
      out.writeBoolean(target.sitemap);
      boolean same = before.isPresent() && before.get().referrer.equals(target.referrer);
      if (same) out.writeInt(SAME);
      else if (target.referrer.isEmpty()) out.writeInt(NONE);
      else text(out, target.referrer.get());
    }

    @Override
    public Target read(DataInputStream in, Optional<Target> before) throws IOException {
      String text = text(in, in.readInt());
      WebUrl url = WebUrl.parse(text).orElseThrow(() -> new IOException("no URL: " + text));
      int depth = in.readInt();
      int hops = in.readInt();
      boolean sitemap = in.readBoolean();
      int length = in.readInt();
      Optional<String> referrer =
          switch (length) {
            case SAME -> before.flatMap(Target::referrer);
            case NONE -> Optional.empty();
            default -> Optional.of(text(in, length));
          };
      return new Target(url, depth, hops, referrer, sitemap);
    }

    /** URLs are ASCII. */
    private static void text(DataOutputStream out, String text) throws IOException {
      out.writeInt(text.length());
      out.write(text.getBytes(ISO_8859_1));
    }

    private static String text(DataInputStream in, int length) throws IOException {
      return new String(in.readNBytes(length), ISO_8859_1);
    }
  }
}
