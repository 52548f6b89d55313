package weft.flow;

import static weft.flow.Throwing.present;
import static weft.flow.Throwing.unchecked;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.Mapper;
import weft.Weft;

/** Sources that open something for each run, and close it in every case. */
final class Inputs {
  private Inputs() {}

  static <R extends AutoCloseable, T> Source<T> using(
      Body<? extends R, ?> open, Mapper<? super R, ? extends Flow<? extends T>, ?> use) {
    var f = unchecked(use);
    return out -> with(open, resource -> Sources.run(present(f.apply(resource), "the use"), out));
  }

  /** Lines as {@link BufferedReader} knows them; bytes that are no characters are a failure. */
  static Source<String> lines(Body<? extends InputStream, ?> open, Charset charset) {
    return out ->
        with(
            open,
            in -> {
              var reader = new BufferedReader(new InputStreamReader(in, charset.newDecoder()));
              while (true) {
                @Nullable String line = reader.readLine();
                if (line == null) return;
                Weft.checkpoint();
                out.emit(line);
              }
            });
  }

  static Source<byte[]> bytes(Body<? extends InputStream, ?> open, int chunk) {
    return out ->
        with(
            open,
            in -> {
              var buffer = new byte[chunk];
              for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                Weft.checkpoint();
                out.emit(Arrays.copyOf(buffer, n));
              }
            });
  }

  private static <R extends AutoCloseable> void with(
      Body<? extends R, ?> open, Visitor<R, Throwable> use) throws Throwable {
    Weft.checkpoint();
    R resource = present(open.call(), "what opens");
    Ending.run(() -> use.visit(resource), resource::close);
  }
}
