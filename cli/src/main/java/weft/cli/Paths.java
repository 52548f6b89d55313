package weft.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files and folders as a person names them. */
final class Paths {
  private Paths() {}

  /** What a person typed, as a path. */
  static Path parse(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw CommandException.usage("not a name of a file: '" + text + "'");
    }
  }

  /** The path, as short as it can be said in the current folder. */
  static String brief(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path whole = path.toAbsolutePath().normalize();
    Path brief = whole.startsWith(here) ? here.relativize(whole) : whole;
    return brief.toString();
  }

  /** The text as a shell takes it for one word. */
  static String quoted(String text) {
    boolean plain = text.matches("[\\w@%+=:,./-]+");
    return plain ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Why a file can't be used, in a few words. */
  static String why(Exception failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException e -> "there is no " + e.getFile();
      case FileAlreadyExistsException e -> e.getFile() + " is no folder";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
