package weft.crawl.store;

/** The results can't be read or written. The message is one line that names the file. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreException(String message) {
    super(message);
  }

  StoreException(String message, Throwable cause) {
    super(message + ": " + line(cause), cause);
  }

  private static String line(Throwable cause) {
    String message = cause.getMessage();
    if (message == null) return cause.getClass().getSimpleName();
    return message.lines().findFirst().orElse("").replaceFirst(" \\[[0-9-]+]$", "").strip();
  }
}
