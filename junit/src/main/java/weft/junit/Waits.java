package weft.junit;

import java.security.CodeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import weft.Promise;
import weft.Registration;
import weft.Suspension;
import weft.Task;

/** What members of a run wait for, and whether that may come from outside of the run. */
final class Waits {
  /** Input is on its way for so long at most; who listens for it for longer holds nothing up. */
  static final Duration INPUT = Duration.ofSeconds(1);

  /** What another thread may bring, or another task as well. */
  private static final Duration ANOTHER_THREAD = Duration.ofMillis(100);

  /** Those who hold one hold it for long only if they are on the loop. */
  private static final Duration A_MONITOR = Duration.ofMillis(5);

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

  /** For how long, in real time, the clock is held for such a wait; zero if it is none. */
  static Duration patience(Member member) {
    return switch (member.waitsFor()) {
      case null -> inTheJdk(member.thread());
      case CompletionStage<?> _ -> ANOTHER_THREAD;
      case Promise<?> _ -> isForAProcess(member.thread()) ? ALWAYS : Duration.ZERO;
      default -> ALWAYS;
    };
  }

  private static Duration inTheJdk(Thread thread) {
    if (thread.getState() == Thread.State.BLOCKED) return A_MONITOR;
    for (var frame : thread.getStackTrace()) {
      var type = frame.getClassName();
      if (type.equals("java.lang.Thread") && frame.getMethodName().equals("sleep")) return ALWAYS;
      if (type.startsWith("sun.nio.ch.")) return INPUT;
    }
    return ANOTHER_THREAD;
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
