package weft.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import weft.crawl.CrawlDatabase;

/**
 * The files that a crawl leaves: the database, and beside it the options that a later run needs to
 * go on with it.
 */
final class ResultFiles implements ResultPlace {
  private static final Path HOME = Path.of("weft-crawl");
  private static final String IGNORE = ".gitignore";
  private static final String SUFFIX = ".mv.db";
  private static final String DATABASE = "crawl" + SUFFIX;
  private static final Pattern HOST = Pattern.compile("(?i)https?://(?:[^/?#@]*@)?([^/?#]+).*");

  private final Path given;
  private final Path database;
  private boolean madeFolder;
  private boolean madeFiles;

  private ResultFiles(Path given, Path database) {
    this.given = given;
    this.database = database;
  }

  /** Those in a folder, or those of a database, that a person named; they may be there or not. */
  static ResultFiles named(Path path) {
    boolean file = path.toString().endsWith(SUFFIX);
    return new ResultFiles(path, file ? path : path.resolve(DATABASE));
  }

  /**
   * The latest of those that nobody named.
   *
   * @param what what is to be done with them, for the message if there are none
   */
  static ResultFiles latest(String what) {
    if (Files.isDirectory(HOME)) {
      try (Stream<Path> folders = Files.list(HOME)) {
        Optional<Path> latest =
            folders
                .filter(folder -> Files.exists(folder.resolve(DATABASE)))
                .max(Comparator.comparing(folder -> time(folder.resolve(DATABASE))));
        if (latest.isPresent()) return named(latest.get());
      } catch (IOException e) {
        throw CommandException.failed("cannot read " + HOME + ": " + Paths.why(e), e);
      }
    }
    throw CommandException.failed(
        "nothing to "
            + what
            + ": there is no crawl in "
            + HOME.toAbsolutePath()
            + " (name another with -o)");
  }

  /** New ones for a crawl that starts there, in a folder of their own. */
  static ResultFiles fresh(String start) {
    Matcher host = HOST.matcher(start);
    String name = (host.matches() ? host.group(1) : start).replaceAll("[^\\w.-]+", "-");
    try {
      makeHome();
      for (int number = 1; ; number++) {
        Path folder = HOME.resolve(name + "-" + number);
        try {
          Files.createDirectory(folder);
          ResultFiles files = named(folder);
          files.madeFolder = true;
          files.madeFiles = true;
          return files;
        } catch (FileAlreadyExistsException _) {
          // that of an earlier crawl, or of one that starts at this moment
        }
      }
    } catch (IOException e) {
      throw CommandException.failed(
          "cannot write to " + HOME.toAbsolutePath() + ": " + Paths.why(e) + " (see --output)", e);
    }
  }

  /** The folder has to be of no interest to who keeps the current one under version control. */
  private static void makeHome() throws IOException {
    if (Files.isDirectory(HOME)) return;
    Files.createDirectories(HOME);
    Files.writeString(HOME.resolve(IGNORE), "*\n");
  }

  @Override
  public ResultFiles existing(String what) {
    if (!Files.isRegularFile(database)) {
      throw CommandException.failed(
          "nothing to " + what + ": there is no file " + Paths.brief(database) + " (see --output)");
    }
    return this;
  }

  @Override
  public ResultFiles free(boolean replace) {
    if (Files.isRegularFile(database) && !replace) {
      throw CommandException.failed(
          Paths.brief(database)
              + " has the results of an earlier crawl: add --resume or --overwrite, or choose"
              + " another --output");
    }
    if (Files.isDirectory(database)) {
      throw CommandException.failed("cannot write to " + given + ": it is a folder");
    }
    Path folder = database.toAbsolutePath().getParent();
    try {
      madeFiles = !Files.exists(database);
      madeFolder = folder != null && !Files.exists(folder);
      if (folder != null) Files.createDirectories(folder);
    } catch (NoSuchFileException e) { // whose parent is there
      throw CommandException.failed("cannot write to " + given + ": nothing can be made there", e);
    } catch (IOException e) {
      throw CommandException.failed("cannot write to " + given + ": " + Paths.why(e), e);
    }
    return this;
  }

  @Override
  public CrawlDatabase database() {
    return CrawlDatabase.of(database);
  }

  @Override
  public String name() {
    return Paths.brief(given);
  }

  @Override
  public Optional<CrawlOptions> options() {
    try {
      Path file = optionsFile();
      return Files.exists(file)
          ? Optional.of(CrawlOptions.of(Files.readAllLines(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw CommandException.failed("cannot read " + optionsFile() + ": " + Paths.why(e), e);
    }
  }

  @Override
  public void save(CrawlOptions options) {
    try {
      Files.write(optionsFile(), options.lines());
    } catch (IOException e) {
      throw CommandException.failed("cannot write " + optionsFile() + ": " + Paths.why(e), e);
    }
  }

  @Override
  public void discard() {
    if (!madeFiles) return;
    try {
      Files.deleteIfExists(database);
      Files.deleteIfExists(optionsFile());
    } catch (IOException _) {
      // then it stays
    }
  }

  @Override
  public void tidy() {
    boolean nothing = madeFiles && !Files.exists(database);
    if (!nothing) return;
    discard();
    try {
      Path folder = database.toAbsolutePath().getParent();
      if (madeFolder && folder != null) Files.delete(folder);
      tidyHome();
    } catch (IOException _) {
      // it has other files
    }
  }

  private static void tidyHome() throws IOException {
    try (Stream<Path> left = Files.list(HOME)) {
      if (left.anyMatch(path -> !path.endsWith(IGNORE))) return;
    }
    Files.deleteIfExists(HOME.resolve(IGNORE));
    Files.delete(HOME);
  }

  private Path optionsFile() {
    String name = String.valueOf(database.getFileName());
    return database.resolveSibling(name.replace(SUFFIX, ".options"));
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
