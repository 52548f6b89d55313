package weft.process;

import java.lang.ProcessBuilder.Redirect;

/** Where the error output of a process goes. */
enum ErrorOutput {
  /** Only its end is kept, for messages. */
  TAIL,
  /** To those who read it. */
  PIPE,
  /** Into the output. */
  MERGED,
  /** To the error output of this process. */
  INHERITED,
  /** Nowhere. */
  DISCARDED;

  Redirect redirect() {
    return switch (this) {
      case TAIL, PIPE, MERGED -> Redirect.PIPE;
      case INHERITED -> Redirect.INHERIT;
      case DISCARDED -> Redirect.DISCARD;
    };
  }
}
