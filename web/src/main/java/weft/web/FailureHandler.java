package weft.web;

/**
 * Makes an answer of an exception that a handler threw.
 *
 * @param <E> the type of the exception
 */
@FunctionalInterface
public interface FailureHandler<E extends Exception> {
  /** Answers {@code request}, whose handler threw {@code failure}. */
  Response handle(Request request, E failure) throws Exception;
}
