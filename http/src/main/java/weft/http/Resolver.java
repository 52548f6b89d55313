package weft.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import weft.Weft;
import weft.sync.CapacityLimiter;
import weft.sync.Permit;

/**
 * Looks names up on threads of its own: the system's resolver blocks for seconds, hears no
 * interrupt, and would keep a carrier or a thread for computing.
 *
 * <p>Each name is looked up by one thread at a time, so that a slow name keeps only those waiting
 * that want it, until as many others are slow as there may be threads. A look-up that nobody waits
 * for any more keeps its place until it ends.
 */
final class Resolver {
  private static final int MAX_THREADS = 64;
  private static final InetAddress[] NONE = {};

  /** Never refuses: those that may use it are counted before. */
  private static final ExecutorService THREADS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("weft-names-", 1).factory());

  private static final CapacityLimiter<String> TURNS = new CapacityLimiter<>(MAX_THREADS, 1);

  /** Asks for the addresses of a name. */
  interface Names {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private final Names names;

  Resolver(Names names) {
    this.names = names;
  }

  /** All addresses of a host, at least one; throws {@link weft.CancelledError} like others. */
  InetAddress[] resolve(String host) throws UnknownHostException {
    if (isLiteral(host)) return names.addresses(host);
    InetAddress[] found = lookUp(host);
    if (found.length == 0) throw new UnknownHostException(host);
    return found;
  }

  private InetAddress[] lookUp(String host) {
    Permit turn = TURNS.acquire(host);
    var taken = new AtomicBoolean(); // by the thread that looks up, which then gives it back
    try {
      return Weft.toThreadAbandoning(
          THREADS, () -> taken.compareAndSet(false, true) ? ask(host, turn) : NONE);
    } finally {
      if (taken.compareAndSet(false, true)) turn.close();
    }
  }

  /** None where there are none: what an abandoned look-up throws would be reported. */
  private InetAddress[] ask(String host, Permit turn) {
    try (turn) {
      return names.addresses(host);
    } catch (UnknownHostException _) {
      return NONE;
    }
  }

  /** An IPv4 address, or IPv6 in its brackets or not: nothing to ask anybody. */
  static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
  }
}
