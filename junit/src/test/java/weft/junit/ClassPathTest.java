package weft.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.JUnitException;
import org.opentest4j.AssertionFailedError;
import weft.Weft;

/** The kit on the class path of a program that has {@code weft} as a module. */
class ClassPathTest {
  /** Sleeps for an hour on the kit's clock. */
  public static final class Hour {
    public static void main(String[] args) throws Exception {
      Simulation.fifo().run(() -> Weft.sleep(Duration.ofHours(1)));
      System.out.print(Weft.class.getModule() + ", " + Simulation.class.getModule().isNamed());
    }
  }

  private static String home(Class<?>... of) {
    return Stream.of(of)
        .map(next -> Path.of(next.getProtectionDomain().getCodeSource().getLocation().getPath()))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void theModuleLetsItIn() throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-p",
                home(Weft.class),
                "--add-modules=weft",
                "-cp",
                home(
                    Simulation.class,
                    ClassPathTest.class,
                    Test.class,
                    JUnitException.class,
                    AssertionFailedError.class,
                    API.class),
                Hour.class.getName())
            .redirectErrorStream(true)
            .start();
    assertEquals("module weft, false", new String(process.getInputStream().readAllBytes()));
    assertEquals(0, process.waitFor());
  }
}
