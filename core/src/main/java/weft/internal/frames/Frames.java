package weft.internal.frames;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the frames of the user's code from those of Weft and of the JDK. */
public final class Frames {
  private static final int MOST = 16;
  private static final StackWalker WALKER = StackWalker.getInstance();

  /** On the class path a frame doesn't tell its module, and others may be called weft.*, too. */
  private static final Set<String> PACKAGES =
      Set.of(
          "weft",
          "weft.channel",
          "weft.flow",
          "weft.process",
          "weft.resilience",
          "weft.resource",
          "weft.sync");

  private Frames() {}

  /** The innermost frame of the user's on the caller's stack, or null. */
  public static @Nullable StackTraceElement caller() {
    return WALKER.walk(frames ->
        frames
            .map(StackWalker.StackFrame::toStackTraceElement)
            .filter(Frames::isUsers)
            .findFirst()
            .orElse(null));
  }

  /**
   * The frames of the user's, innermost first and {@code MOST} at most, with the call of the JDK
   * that the innermost is in. Of a stack with many, the outermost one is the last in any case.
   */
  public static List<StackTraceElement> ofInterest(StackTraceElement[] stack) {
    var frames = new ArrayList<StackTraceElement>();
    for (int i = 0; i < stack.length; i++) {
      if (!isUsers(stack[i])) continue;
      if (frames.isEmpty() && i > 0 && isJdks(stack[i - 1])) frames.add(stack[i - 1]);
      if (frames.size() == MOST) frames.set(MOST - 1, stack[i]);
      else frames.add(stack[i]);
    }
    return frames.isEmpty() ? callOfWeft(stack) : frames;
  }

  /** Where the body of a task is a method of the JDK itself, that. */
  private static List<StackTraceElement> callOfWeft(StackTraceElement[] stack) {
    for (int i = 1; i < stack.length; i++) {
      boolean called = isWefts(stack[i]) && isJdks(stack[i - 1]);
      if (called) return isWaitOrLook(stack[i - 1]) ? List.of() : List.of(stack[i - 1]);
    }
    return List.of();
  }

  /** What Weft itself calls: to park, or for the stack of the one who looks. */
  private static boolean isWaitOrLook(StackTraceElement frame) {
    return frame.getClassName().startsWith("java.util.concurrent.locks.")
        || frame.getMethodName().equals("getStackTrace");
  }

  private static boolean isUsers(StackTraceElement frame) {
    return !isJdks(frame) && !isWefts(frame);
  }

  private static boolean isJdks(StackTraceElement frame) {
    var module = frame.getModuleName(); // also of the compiler, which starts a source file
    var type = frame.getClassName(); // a lambda's frame may have no module
    return (module != null && (module.startsWith("java.") || module.startsWith("jdk.")))
        || type.startsWith("java.")
        || type.startsWith("jdk.");
  }

  private static boolean isWefts(StackTraceElement frame) {
    var type = frame.getClassName();
    if (!type.startsWith("weft.")) return false;
    if (frame.getModuleName() != null) return frame.getModuleName().equals("weft");
    var name = type.substring(0, type.lastIndexOf('.'));
    return PACKAGES.contains(name) || name.startsWith("weft.internal.");
  }
}
