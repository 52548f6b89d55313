package weft.checks;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Runs compiled programs, each given by its folder, whose name is its class's. What it printed, and
 * how it failed if it did, is left in that folder.
 */
final class Runner {
  static final String OUTPUT = "output.txt";
  static final String FAILURE = "failure.txt";

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Runner() {}

  public static void main(String[] folders) throws Exception {
    for (String folder : folders) runOne(Path.of(folder));
    System.exit(0); // whatever threads a program may have left
  }

  private static void runOne(Path folder) throws IOException, InterruptedException {
    Path failure = folder.resolve(FAILURE);
    Files.deleteIfExists(failure);
    PrintStream before = System.out;
    try (var out = new PrintStream(Files.newOutputStream(folder.resolve(OUTPUT)), true)) {
      System.setOut(out);
      Thread thread =
          Thread.ofPlatform().name("main").daemon().start(() -> launch(folder, failure));
      if (!thread.join(LONGEST)) {
        String stack = String.join("\n  ", Arrays.toString(thread.getStackTrace()).split(", "));
        Files.writeString(failure, "still running after " + LONGEST + ":\n  " + stack);
      }
    } finally {
      System.setOut(before);
    }
  }

  private static void launch(Path folder, Path failure) {
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Thread.currentThread().setContextClassLoader(loader);
      invokeMain(loader.loadClass(folder.getFileName().toString()));
    } catch (Throwable e) {
      try (var out = new PrintStream(Files.newOutputStream(failure))) {
        (e instanceof InvocationTargetException ? e.getCause() : e).printStackTrace(out);
      } catch (IOException cannotTell) {
        cannotTell.printStackTrace();
      }
    }
  }

  /** As the java launcher finds it: static or not, with or without arguments. */
  private static void invokeMain(Class<?> program) throws ReflectiveOperationException {
    Method main =
        Arrays.stream(program.getDeclaredMethods())
            .filter(method -> method.getName().equals("main"))
            .findFirst()
            .orElseThrow();
    main.setAccessible(true);
    Object self = null;
    if (!Modifier.isStatic(main.getModifiers())) {
      var constructor = program.getDeclaredConstructor();
      constructor.setAccessible(true);
      self = constructor.newInstance();
    }
    main.invoke(self, main.getParameterCount() == 0 ? new Object[0] : new Object[] {new String[0]});
  }
}
