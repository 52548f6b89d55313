package weft.web;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Where files to be served come from. */
interface FileSource {
  /**
   * A file.
   *
   * @param name with what follows the last slash of its path
   */
  record Found(String name, long size, Instant modified, Content whole) {
    /** Says that the content is this very one, byte by byte. */
    String tag() {
      return "\"" + Long.toHexString(modified.toEpochMilli()) + "-" + Long.toHexString(size) + "\"";
    }
  }

  /**
   * The file at a decoded path without a slash in front; empty if there is none, or none that may
   * be served.
   */
  Optional<Found> find(String path) throws IOException;

  /** Whether there is a folder at the path, whose own path is to end with a slash. */
  boolean isFolder(String path);

  /** Whether a path stays where it belongs, and has nothing hidden in it. */
  static boolean isSafe(String path) {
    for (String part : path.split("/", -1)) {
      if (part.startsWith(".") || part.indexOf('\\') >= 0 || part.indexOf('\0') >= 0) return false;
      if (part.indexOf(':') >= 0) return false; // drives, and streams of files
    }
    return !path.startsWith("/") && !path.contains("//");
  }
}
