package weft.http;

import weft.http.HttpException.Reason;

/** What a redirect asks for, by the rules of browsers (Fetch) and RFC 9110, 15.4. */
final class Redirects {
  private Redirects() {}

  static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /**
   * The request that follows {@code request}, which was sent to {@code from} and answered with
   * {@code status} and {@code location}.
   */
  static Request next(Request request, Target from, int status, String location)
      throws HttpException {
    String url = References.resolve(from, Percent.repaired(location.strip()));
    Target to;
    try {
      to = Target.of(url);
    } catch (HttpException e) {
      throw new HttpException(
          Reason.REDIRECT,
          from.name() + " redirects to what can't be called: " + Errors.plainUrl(location),
          e);
    }
    Request next = becomesGet(request.method(), status) ? request.asGet() : request;
    if (!next.content().map(Content::isRepeatable).orElse(true))
      throw new HttpException(
          Reason.REDIRECT, from.name() + " redirects a body that can't be sent twice");
    if (!keepsCredentials(from, to)) next = withoutSecrets(next);
    return next.url(url);
  }

  private static boolean becomesGet(String method, int status) {
    return switch (status) {
      case 301, 302 -> method.equals("POST");
      case 303 -> !method.equals("GET") && !method.equals("HEAD");
      default -> false;
    };
  }

  /** To the same origin, and from plain HTTP to HTTPS of the same host on the usual ports. */
  private static boolean keepsCredentials(Target from, Target to) {
    if (from.origin().equals(to.origin())) return true;
    return from.name().equals(to.name())
        && !from.isSecure()
        && to.isSecure()
        && from.port() == 80
        && to.port() == 443;
  }

  private static Request withoutSecrets(Request request) {
    return request.headers(
        request
            .headers()
            .without("Authorization")
            .without("Cookie")
            .without("Proxy-Authorization"));
  }
}
