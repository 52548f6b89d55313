package weft.process;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Where a process reads from. */
sealed interface Input {
  /** At its end from the start. */
  record Nothing() implements Input {}

  /** What this process reads. */
  record Inherited() implements Input {}

  /** A file. */
  record FromFile(Path file) implements Input {}

  /** These bytes, and then the end. */
  record Given(Supplier<byte[]> bytes) implements Input {}

  /** What {@link Subprocess#write} writes. */
  record Written() implements Input {}

  default Redirect redirect() {
    return switch (this) {
      case Inherited _ -> Redirect.INHERIT;
      case FromFile(var file) -> Redirect.from(file.toFile());
      case Nothing _, Given _, Written _ -> Redirect.PIPE;
    };
  }
}
