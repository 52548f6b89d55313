package weft.web;

/**
 * What stands between the server and its handlers: it may answer itself, change the request's
 * context, look at the answer, or fail.
 *
 * <pre>{@code
 * Filter timed = (request, next) -> {
 *   long start = System.nanoTime();
 *   Response response = next.handle(request);
 *   return response.header("Server-Timing", "all;dur=" + (System.nanoTime() - start) / 1e6);
 * };
 * }</pre>
 *
 * <p>To hand something on to the handler, bind a {@link weft.Local} around {@code next.handle}.
 */
@FunctionalInterface
public interface Filter {
  /** Answers {@code request}, mostly by {@code next}. */
  Response handle(Request request, Handler next) throws Exception;
}
