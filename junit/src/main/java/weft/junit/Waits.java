package weft.junit;

import java.security.CodeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import weft.Promise;
import weft.Registration;
import weft.Suspension;
import weft.Task;

/** What members of a run wait for, and whether that may come from outside of the run. */
final class Waits {
  /** Where it may come from, and for how long, in real time, that holds the clock. */
  enum Source {
    /** The run itself. */
    INSIDE(Duration.ZERO),
    /** Those who hold a monitor hold it for long only if they are on the loop. */
    A_MONITOR(Duration.ofMillis(5)),
    /** Another thread may bring it, or another task as well. */
    ANOTHER_THREAD(Duration.ofMillis(100)),
    /** Callers, who may never come. */
    CALLERS(INPUT),
    /** Who is at the other end of a socket. */
    THE_NETWORK(INPUT),
    /** Who is busy with it. */
    WORK(ALWAYS);

    private final Duration usual;

    Source(Duration usual) {
      this.usual = usual;
    }

    /** What it holds the clock for, where the test asks for {@code patience} with the outside. */
    Duration patience(Optional<Duration> patience) {
      return switch (this) {
        case INSIDE, A_MONITOR, WORK -> usual;
        case ANOTHER_THREAD, CALLERS, THE_NETWORK -> patience.orElse(usual);
      };
    }
  }

  /** Input is on its way for so long at most; who listens for it for longer holds nothing up. */
  static final Duration INPUT = Duration.ofSeconds(1);

  static final Duration ALWAYS = Duration.ofDays(1);
  private static final @Nullable CodeSource CORE = source(Suspension.class);

  private Waits() {}

  /** Whether {@code member}, which is not running, may wait for something from outside. */
  static boolean isOutside(Member member) {
    var on = member.waitsFor();
    return switch (on) {
      case null -> true;
      case Executor executor -> isForeign(executor);
      case CompletionStage<?> _, Registration _, Promise<?> _ -> true;
      default ->
          on.getClass().getPackageName().equals("weft.process")
              || on.equals("the end of a process");
    };
  }

  /** Not a program within the test, nor the pool that says itself when it is busy. */
  private static boolean isForeign(Executor executor) {
    return !executor.getClass().getPackageName().equals("weft")
        && !(executor instanceof OffloadPool);
  }

  /** Where what {@code member} waits for may come from. */
  static Source source(Member member) {
    return switch (member.waitsFor()) {
      case null -> inTheJdk(member.thread());
      case CompletionStage<?> _ -> Source.ANOTHER_THREAD;
      case Promise<?> _ -> isForAProcess(member.thread()) ? Source.WORK : Source.INSIDE;
      default -> Source.WORK;
    };
  }

  private static Source inTheJdk(Thread thread) {
    if (thread.getState() == Thread.State.BLOCKED) return Source.A_MONITOR;
    var found = Source.ANOTHER_THREAD;
    for (var frame : thread.getStackTrace()) {
      var type = frame.getClassName();
      var method = frame.getMethodName();
      if (type.equals("java.lang.Thread") && method.equals("sleep")) return Source.WORK;
      if (!type.startsWith("sun.nio.ch.")) continue;
      if (method.contains("ccept") || type.contains("Selector")) return Source.CALLERS;
      found = Source.THE_NETWORK; // unless it is about callers, further down
    }
    return found;
  }

  /** Whether a subprocess is what the promise on top of the stack is for. */
  private static boolean isForAProcess(Thread thread) {
    for (var frame : thread.getStackTrace()) {
      if (frame.getClassName().startsWith("weft.process.")) return true;
      if (!isJdk(frame) && !isCore(frame)) return false;
    }
    return false;
  }

  /** What a member is doing, in a few words, and where. */
  static String describe(Member member) {
    var task = member.task();
    if (task != null && task.state() == Task.State.PENDING) return "has not begun";
    var thread = member.thread();
    var on = member.waitsFor();
    var stack = thread.getStackTrace();
    String what =
        switch (thread.getState()) {
          case WAITING, TIMED_WAITING, BLOCKED ->
              on == null ? "is in " + call(stack) : "waits for " + on;
          default -> "can run";
        };
    return what + place(stack);
  }

  /** The call of the JDK that {@code stack} is in. */
  private static String call(StackTraceElement[] stack) {
    var call = "a call of the JDK";
    for (var frame : stack) {
      if (!isJdk(frame)) break;
      call = frame.getClassName() + "." + frame.getMethodName();
    }
    return call;
  }

  /** The first place in {@code stack} that is the user's. */
  private static String place(StackTraceElement[] stack) {
    for (var frame : stack) {
      if (!isJdk(frame) && !isCore(frame)) {
        return ", at "
            + frame.getClassName()
            + "."
            + frame.getMethodName()
            + "("
            + frame.getFileName()
            + ":"
            + frame.getLineNumber()
            + ")";
      }
    }
    return "";
  }

  private static boolean isJdk(StackTraceElement frame) {
    var type = frame.getClassName();
    return type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.");
  }

  private static boolean isCore(StackTraceElement frame) {
    if (!frame.getClassName().startsWith("weft.")) return false;
    try {
      var loader = Thread.currentThread().getContextClassLoader();
      return Objects.equals(CORE, source(Class.forName(frame.getClassName(), false, loader)));
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static @Nullable CodeSource source(Class<?> type) {
    return type.getProtectionDomain().getCodeSource();
  }
}
