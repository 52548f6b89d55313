package weft.cli;

import java.util.Optional;
import weft.crawl.CrawlDatabase;

/** Where a crawl leaves what it found, and the options that a later run needs to go on with it. */
sealed interface ResultPlace permits ResultFiles, ResultSchema {
  /** What a person named: a folder, a database file, or the URL of a database. */
  static ResultPlace named(String text) {
    boolean url = text.matches("(?is)(jdbc:|[a-z][a-z0-9+.-]*://|postgres(ql)?:).*");
    if (!url) return ResultFiles.named(Paths.parse(text));
    try {
      var database = CrawlDatabase.of(text);
      Optional<ResultPlace> file = database.file().map(ResultFiles::named);
      return file.orElseGet(() -> new ResultSchema(database));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("--output: " + e.getMessage());
    }
  }

  /**
   * This, if there is a crawl.
   *
   * @param what what is to be done with it, for the message if there is none
   */
  ResultPlace existing(String what);

  /** This, if a crawl can begin, in the place of another only if {@code replace} says so. */
  ResultPlace free(boolean replace);

  /** Where the results are, or will be. */
  CrawlDatabase database();

  /** What a person names it by; without a password. */
  String name();

  /** The options of the run before, if they are known. */
  Optional<CrawlOptions> options();

  /** Keeps the options for a later run. */
  void save(CrawlOptions options);

  /** What is to be noted with the results. */
  default Optional<String> note() {
    return Optional.empty();
  }

  /** Removes what nobody could go on with, if it was not there before. */
  void discard();

  /** Removes what is around it if nothing came of it. */
  void tidy();
}
