package weft.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.TaskFailedException;

/** What becomes of exceptions. */
final class Failures {
  private static final System.Logger LOGGER = System.getLogger("weft.web");

  private final Map<Class<?>, FailureHandler<Exception>> handlers = new LinkedHashMap<>();

  @SuppressWarnings("unchecked") // a handler is given exceptions of its class only
  <E extends Exception> void add(Class<E> type, FailureHandler<? super E> handler) {
    handlers.put(type, (FailureHandler<Exception>) (FailureHandler<?>) handler);
  }

  /** The answer to a request whose handler threw {@code failure}. */
  Response answer(Request request, Throwable failure) {
    if (original(failure) instanceof Exception e && !(e instanceof ProgramError)) {
      var handler = handler(e.getClass());
      try {
        if (handler != null) {
          String from = "the failure handler for " + e.getClass().getName();
          return ProgramError.required(handler.handle(request, e), from);
        }
      } catch (CancelledError cancelled) {
        throw cancelled;
      } catch (Throwable next) { // errors too: the client is to get an answer
        if (next != e) next.addSuppressed(e);
        return usual(request, next);
      }
    }
    return usual(request, failure);
  }

  /** What a task of the handler threw, which its scope has wrapped. */
  private static Throwable original(Throwable failure) {
    return failure instanceof TaskFailedException
        ? Objects.requireNonNullElse(failure.getCause(), failure)
        : failure;
  }

  private @Nullable FailureHandler<Exception> handler(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      var handler = handlers.get(c);
      if (handler != null) return handler;
    }
    return null;
  }

  private static Response usual(Request request, Throwable failure) {
    if (original(failure) instanceof HttpError e) {
      return render(request, e.status(), String.valueOf(e.getMessage()));
    }
    if (original(failure) instanceof ProgramError e) {
      LOGGER.log(System.Logger.Level.ERROR, request + ": " + e.getMessage());
    } else {
      report(request, "failed", failure);
    }
    return render(request, 500, "internal error");
  }

  /** Tells those who look after the server. */
  static void report(Request request, String what, Throwable failure) {
    LOGGER.log(System.Logger.Level.ERROR, request + ": " + what, failure);
  }

  /** Says what is wrong, as text, or as JSON to one who speaks it. */
  static Response render(Request request, int status, String message) {
    boolean json =
        request.header("Accept").orElse("").contains("application/json")
            || request.header("Content-Type").orElse("").startsWith("application/json");
    var response = json ? Response.json(Map.of("error", message)) : Response.text(message + "\n");
    return response.status(status).header("Cache-Control", "no-store");
  }
}
