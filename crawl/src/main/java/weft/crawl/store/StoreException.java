package weft.crawl.store;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Optional;

/** The results can't be read or written. The message is one line that names the place. */
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
      // Its own message may have all that was to be stored.
      case BatchUpdateException e when e.getNextException() != null -> line(e.getNextException());
      case SQLException e when e.getCause() instanceof UnknownHostException -> "unknown host";
      case SQLException e when e.getCause() instanceof ConnectException -> "connection refused";
      case SQLException e when e.getCause() instanceof SocketTimeoutException ->
          "no answer in time";
      case SQLException e when isNoDriver(e) ->
          "its JDBC driver is not on the class path (org.postgresql:postgresql)";
      // H2's own words are that it is closed, or where in the file it could not write.
      case SQLException e when ofFile(e).isPresent() -> line(ofFile(e).get());
      default -> message == null ? cause.getClass().getSimpleName() : brief(message);
    };
  }

  /** The failure of a file at the bottom of one of H2's, with a reason. */
  private static Optional<IOException> ofFile(SQLException e) {
    if (!e.getClass().getName().startsWith("org.h2.")) return Optional.empty();
    Throwable root = e;
    while (root.getCause() != null) root = root.getCause();
    return root instanceof IOException file && file.getMessage() != null
        ? Optional.of(file)
        : Optional.empty();
  }

  private static boolean isNoDriver(SQLException e) {
    return String.valueOf(e.getMessage()).startsWith("No suitable driver");
  }

  /** The first line, without a code at its end or a degree at its beginning. */
  private static String brief(String message) {
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst("^(ERROR|FATAL): ", "")
        .replaceFirst(" \\[[0-9-]+]$", "")
        .strip();
  }
}
