package weft.process;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * The threads that read and write pipes.
 *
 * <p>Platform threads: in JDK 25 a virtual thread that reads a pipe keeps its carrier, so that a
 * few silent processes would bring all tasks of the program to a halt (docs/decisions/0003). They
 * are daemons, and each ends a minute after its last use.
 */
final class Workers {
  static final Executor POOL =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("weft-process-", 0).factory());

  private Workers() {}
}
