package weft.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The content encoding {@code br}, where the program has Google's decoder ({@code org.brotli:dec}):
 * by reflection, for it has no module name of its own to be required by.
 */
final class Brotli {
  private static final @Nullable MethodHandle OPEN = open();

  private Brotli() {}

  private static @Nullable MethodHandle open() {
    try {
      var loader = Brotli.class.getClassLoader();
      var type = Class.forName("org.brotli.dec.BrotliInputStream", false, loader);
      return MethodHandles.publicLookup()
          .findConstructor(type, MethodType.methodType(void.class, InputStream.class))
          .asType(MethodType.methodType(InputStream.class, InputStream.class));
    } catch (ReflectiveOperationException | LinkageError _) {
      return null;
    }
  }

  /** Whether the program has the decoder. */
  static boolean isPresent() {
    return OPEN != null;
  }

  static InputStream decode(InputStream in) throws IOException {
    if (OPEN == null) throw new IllegalStateException("there is no decoder");
    try {
      return new Checked((InputStream) OPEN.invokeExact(in));
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IOException(t);
    }
  }

  /** Tells what the decoder doesn't like from what the connection doesn't give. */
  private static final class Checked extends FilterInputStream {
    Checked(InputStream decoder) {
      super(decoder);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (RuntimeException e) {
        throw broken(e);
      } catch (IOException e) {
        if (!(e.getCause() instanceof RuntimeException inside)) throw e;
        if (inside.getCause() instanceof IOException fromBelow) throw fromBelow;
        throw broken(inside);
      }
    }

    private static ZipException broken(RuntimeException cause) {
      var broken = new ZipException("not in brotli format: " + cause.getMessage());
      broken.initCause(cause);
      return broken;
    }
  }
}
