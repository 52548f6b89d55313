package weft;

/**
 * Says that tasks can't go on: in debug mode, that all of an {@link EventLoop} wait and nothing is
 * in sight which could change that (no timer, no work elsewhere, no watched channel); when Ctrl-C
 * or its like ends a {@linkplain Weft#run program}, that some of its tasks wait for each other. The
 * message tells what they wait for. It is never thrown, but given to the environment's {@link
 * Environment#reporter reporter}.
 */
public final class DeadlockException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DeadlockException(String message) {
    super(message, null, false, false);
  }
}
