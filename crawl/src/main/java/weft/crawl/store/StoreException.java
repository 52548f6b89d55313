package weft.crawl.store;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The results can't be read or written. The message is one line that names the file. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreException(String message) {
    super(message);
  }

  /** Says what could not be done, and after a colon the cause's reason, in one line. */
  public StoreException(String message, Throwable cause) {
    super(message + ": " + line(cause), cause);
  }

  private static String line(Throwable cause) {
    String message = cause.getMessage();
    return switch (cause) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "nothing can be made there";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default ->
          message == null
              ? cause.getClass().getSimpleName()
              : message.lines().findFirst().orElse("").replaceFirst(" \\[[0-9-]+]$", "").strip();
    };
  }
}
