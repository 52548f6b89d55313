package weft.flow;

import java.util.Optional;
import weft.TaskFailedException;
import weft.channel.Channel;

/** Terminals that hand the elements on. */
final class Sinks {
  private Sinks() {}

  static <T> void toChannel(Source<T> source, Channel<? super T> channel) {
    try {
      Terminal.run(Limits.takeWhile(source, channel::sendOrClosed), element -> {});
    } catch (Throwable t) {
      channel.fail(original(t));
      throw t;
    }
    channel.close();
  }

  private static Throwable original(Throwable thrown) {
    return thrown instanceof TaskFailedException
        ? Optional.ofNullable(thrown.getCause()).orElse(thrown)
        : thrown;
  }
}
