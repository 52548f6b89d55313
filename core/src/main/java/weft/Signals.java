package weft;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C, a request to terminate and the end of the terminal, for the programs that run: the first
 * one cancels them, a second one ends the process at once. What an event loop handles by itself
 * goes there instead.
 *
 * <p>The end of a terminal is told by the system and by the shell, and often with a request to
 * terminate, so that is no second one. Who ignores it, as under {@code nohup}, isn't told at all.
 *
 * <p>{@code sun.misc.Signal} is used by reflection: javac warns of its use and can't be told not
 * to. Where it is missing, or the JVM was told to leave signals alone, a signal ends the process as
 * it always did.
 */
final class Signals implements AutoCloseable {
  private static final int HANG_UP = 1;
  static final Map<String, Integer> NUMBERS = Map.of("HUP", HANG_UP, "INT", 2, "TERM", 15);
  private static final Set<Signals> RUNNING = new LinkedHashSet<>();
  private static final Map<String, Object> PREVIOUS = new HashMap<>();

  /** What is to be done instead, by the name of the signal, the last one first. */
  private static final Map<String, Deque<Runnable>> ACTIONS = new HashMap<>();

  private final CancelNode program;
  private final Runnable before;
  private volatile int caught;

  private Signals(CancelNode program, Runnable before) {
    this.program = program;
    this.before = before;
  }

  /** Lets signals cancel {@code program} until closed, and the first one run {@code before}. */
  static Signals cancel(CancelNode program, Runnable before) {
    var signals = new Signals(program, before);
    synchronized (RUNNING) {
      RUNNING.add(signals);
      NUMBERS.keySet().forEach(Signals::install);
    }
    return signals;
  }

  /**
   * Ends the watch. A signal that came too late for the program to notice is sent again, unless
   * other programs have it, too.
   */
  @Override
  public void close() {
    boolean elsewhere = false;
    synchronized (RUNNING) {
      RUNNING.remove(this);
      for (var other : RUNNING) elsewhere |= other.caught != 0;
      NUMBERS.keySet().forEach(Signals::uninstall);
    }
    if (caught == 0 || elsewhere) return;
    var c = program.cancellation(); // null if the one who caught the signal is about to cancel
    if (c == null || !c.wasHeard()) again(caught);
  }

  /**
   * Runs {@code action}, on a thread of the JDK's, when the process gets the signal, instead of all
   * else; of several actions the last one.
   *
   * @throws IllegalArgumentException if the JVM knows no such signal or keeps it for itself
   */
  static Registration on(String name, Runnable action) {
    Runnable own = () -> action.run(); // with an identity
    synchronized (RUNNING) {
      ACTIONS.computeIfAbsent(name, n -> new ArrayDeque<>()).push(own);
      install(name);
      if (!PREVIOUS.containsKey(name)) {
        remove(name, own);
        throw new IllegalArgumentException("the signal " + name + " can't be handled here");
      }
    }
    return () -> {
      synchronized (RUNNING) {
        remove(name, own);
        uninstall(name);
      }
    };
  }

  private static void remove(String name, Runnable action) {
    var actions = ACTIONS.get(name);
    if (actions != null && actions.removeIf(a -> a == action) && actions.isEmpty()) {
      ACTIONS.remove(name);
    }
  }

  private static void again(int number) {
    NUMBERS.forEach((name, n) -> {
      if (n == number) Handler.raise(name);
    });
  }

  /** Ends the process, as the signal would have, if a signal cancelled the program. */
  void exitIfCaught() {
    if (caught != 0) System.exit(128 + caught);
  }

  private static void caught(String name) {
    int number = NUMBERS.getOrDefault(name, 0);
    Set<Signals> running;
    @Nullable Runnable instead;
    boolean second = false;
    synchronized (RUNNING) {
      running = new LinkedHashSet<>(RUNNING);
      var actions = ACTIONS.get(name);
      instead = actions == null ? null : actions.peek();
      if (instead == null) {
        // Noted before any of them can be closed, so that one which ends now knows of it.
        for (var signals : running) {
          second |= number != HANG_UP && signals.caught > HANG_UP;
          if (number != HANG_UP || signals.caught == 0) signals.caught = number;
        }
      }
    }
    if (instead != null) {
      instead.run();
      return;
    }
    if (second) Runtime.getRuntime().halt(128 + number);
    if (running.isEmpty() && number != 0) again(number); // the last program has just ended
    for (var signals : running) signals.end(number);
  }

  private void end(int number) {
    try {
      before.run();
    } finally {
      program.cancel(Cancellation.requested(reason(number)));
    }
  }

  private static String reason(int number) {
    return switch (number) {
      case HANG_UP -> "the terminal was closed";
      case 2 -> "Ctrl-C";
      default -> "the process was told to end";
    };
  }

  private static void install(String name) {
    if (PREVIOUS.containsKey(name)) return;
    var previous = Handler.set(name, Handler.of(() -> caught(name)));
    if (previous != null) PREVIOUS.put(name, previous);
  }

  /** Puts the handler of before back, unless there is still need of ours. */
  private static void uninstall(String name) {
    if (ACTIONS.containsKey(name) || (!RUNNING.isEmpty() && NUMBERS.containsKey(name))) return;
    var previous = PREVIOUS.remove(name);
    if (previous == null) return;
    var unused = Handler.set(name, previous);
  }

  /** {@code sun.misc.Signal} and {@code sun.misc.SignalHandler}. */
  private static final class Handler {
    private Handler() {}

    static @Nullable Object of(Runnable action) {
      try {
        var type = Class.forName("sun.misc.SignalHandler");
        return Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              switch (method.getName()) {
                case "handle" -> action.run(); // on a thread of the JDK's: carriers may be busy
                case "hashCode" -> {
                  return System.identityHashCode(proxy);
                }
                case "equals" -> {
                  return proxy == args[0];
                }
                default -> {}
              }
              return null;
            });
      } catch (ClassNotFoundException e) {
        return null;
      }
    }

    /** Sends this process a signal, to whatever handles it now. */
    static void raise(String name) {
      try {
        var type = Class.forName("sun.misc.Signal");
        var signal = type.getConstructor(String.class).newInstance(name);
        type.getMethod("raise", type).invoke(null, signal);
      } catch (ReflectiveOperationException e) {
        // the handler was never set, then
      }
    }

    /** Sets the handler of a signal; returns the previous one, or null if it couldn't be set. */
    static @Nullable Object set(String name, @Nullable Object handler) {
      if (handler == null) return null;
      try {
        var type = Class.forName("sun.misc.Signal");
        var signal = type.getConstructor(String.class).newInstance(name);
        Method handle = type.getMethod("handle", type, Class.forName("sun.misc.SignalHandler"));
        return handle.invoke(null, signal, handler);
      } catch (ReflectiveOperationException e) {
        return null; // -Xrs, or an unknown signal: left to the JVM
      }
    }
  }
}
