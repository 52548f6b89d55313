package weft.bench.overhead;

import com.sun.management.ThreadMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Work whose classes, and those of Weft below it, were loaded, and are compiled, for it alone. */
final class Side {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What one turn came to, an operation. */
  record Turn(double nanos, double bytes) {}

  private final int operations;
  private final Object benchmark;
  private final Method method;

  /** Loads {@code work} while the system property {@code setting} has this value. */
  Side(Work work, String setting, String value) throws ReflectiveOperationException, IOException {
    System.setProperty(setting, value);
    operations = work.operations();
    @SuppressWarnings("resource") // until the process ends
    var loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
    var type = loader.loadClass(work.type());
    benchmark = type.getConstructor().newInstance();
    for (var parameter : work.parameters().entrySet()) {
      type.getField(parameter.getKey()).setInt(benchmark, parameter.getValue());
    }
    method = type.getMethod(work.method());
    method.invoke(benchmark); // now Weft reads its settings
  }

  private static URL[] classPath() throws IOException {
    var files = System.getProperty("java.class.path").split(File.pathSeparator);
    var urls = new URL[files.length];
    for (int i = 0; i < files.length; i++) urls[i] = Path.of(files[i]).toUri().toURL();
    return urls;
  }

  /** Works for so long, or a little longer. */
  Turn turn(long nanos) throws ReflectiveOperationException {
    long bytes = THREADS.getTotalThreadAllocatedBytes();
    long start = System.nanoTime();
    long end;
    double done = 0;
    do {
      method.invoke(benchmark);
      done += operations;
      end = System.nanoTime();
    } while (end - start < nanos);
    return new Turn((end - start) / done, (THREADS.getTotalThreadAllocatedBytes() - bytes) / done);
  }
}
