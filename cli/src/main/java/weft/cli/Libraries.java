package weft.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars that this program was started with, for other programs. */
final class Libraries {
  /** The mention of a module beyond the core. */
  private static final Pattern MORE = Pattern.compile("\\bweft\\.(http|web|sql|crawl|junit)\\b");

  private Libraries() {}

  /** The options of {@code java} and {@code javac} that make Weft's modules known to a program. */
  static List<String> options(Path source) throws IOException {
    Optional<Path> core = jar("weft-core-.*");
    // With the others come some twenty libraries, and half a second to look through them.
    boolean alone = core.isPresent() && !MORE.matcher(Files.readString(source, ISO_8859_1)).find();
    String path = alone ? core.get() + annotations() : modulePath();
    return List.of("--module-path", path, "--add-modules", String.join(",", modules(path)));
  }

  /**
   * Without those of Weft's signatures, javac (25) fails itself where it means to report errors.
   */
  private static String annotations() {
    return jar("jspecify-.*").map(jar -> File.pathSeparator + jar).orElse("");
  }

  /** A line that shows the answer to a query of an H2 database; else its address for JDBC. */
  static String h2Shell(String url, String query) {
    return jar("h2-.*")
        .map(jar ->
            "java -cp %s org.h2.tools.Shell -url %s -sql \"%s\""
                .formatted(Paths.quoted(jar.toString()), Paths.quoted(url), query))
        .orElse(url);
  }

  private static Optional<Path> jar(String name) {
    return entries(modulePath())
        .flatMap(entry -> files(entry).stream())
        .filter(file -> String.valueOf(file.getFileName()).matches(name + "\\.jar"))
        .findFirst();
  }

  private static List<Path> files(Path entry) {
    if (!Files.isDirectory(entry)) return List.of(entry);
    try (Stream<Path> files = Files.list(entry)) {
      return files.toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The folder of the running jar has all of them; in a build, the class path has. */
  private static String modulePath() {
    String started = System.getProperty("java.class.path", "");
    boolean jar = started.endsWith(".jar") && !started.contains(File.pathSeparator);
    Path folder = Path.of(started).toAbsolutePath().getParent();
    if (jar && folder != null) return folder.toString();
    return String.join(File.pathSeparator, entries(started).map(Path::toString).toList());
  }

  private static Stream<Path> entries(String path) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(path)
        .map(Path::of)
        .filter(Files::exists);
  }

  private static List<String> modules(String path) {
    return ModuleFinder.of(entries(path).toArray(Path[]::new)).findAll().stream()
        .map(ModuleReference::descriptor)
        .map(ModuleDescriptor::name)
        .filter(name -> name.matches("weft(\\..*)?|org\\.jspecify"))
        .filter(name -> !name.equals("weft.cli"))
        .sorted()
        .toList();
  }
}
