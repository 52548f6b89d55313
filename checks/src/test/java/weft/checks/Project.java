package weft.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where things are in this repository. Tests run with their module's folder as the current one. */
final class Project {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** The program and its libraries, as the launcher starts it. */
  static final Path APP = ROOT.resolve("cli/target/app");

  private Project() {}

  /** The Java modules of this project, as compiled. */
  static List<ModuleReference> modules() {
    return folders()
        .map(folder -> folder.resolve("target/classes"))
        .filter(classes -> Files.exists(classes.resolve("module-info.class")))
        .flatMap(classes -> ModuleFinder.of(classes).findAll().stream())
        .toList();
  }

  static Path classes(ModuleReference module) {
    return Path.of(module.location().orElseThrow());
  }

  /** All files that are written by hand and whose path within the project is wanted, in order. */
  static List<Path> files(Predicate<String> wanted) {
    var found = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              String name = dir.getFileName().toString();
              return name.equals("target") || name.equals(".git")
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (wanted.test(relative(file))) found.add(file);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(null);
    return found;
  }

  static String relative(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> folders() {
    try (var folders = Files.list(ROOT)) {
      return folders.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
