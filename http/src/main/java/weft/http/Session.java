package weft.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import weft.http.HttpException.Reason;

/** What makes several exchanges one call: cookies, redirects, retries. */
final class Session {
  private final Transport transport;
  private final HttpOptions options;

  Session(Transport transport, HttpOptions options) {
    this.transport = transport;
    this.options = options;
  }

  /** The whole answer: a body that breaks off counts as a failure like others. */
  Response send(Request request) throws HttpException {
    try {
      if (options.retry().isEmpty()) return whole(follow(request));
      return Retries.call(options.retry().get(), request, () -> whole(attempt(request)));
    } catch (Retries.Again last) {
      return whole(last.response);
    }
  }

  private Response whole(StreamingResponse streaming) throws HttpException {
    try (streaming) {
      return new Response(streaming, streaming.bytes(options.maxBody()), options.json());
    }
  }

  StreamingResponse stream(Request request) throws HttpException {
    return stream(request, Session::forEver);
  }

  StreamingResponse stream(Request request, LongSupplier left) throws HttpException {
    StreamingResponse response;
    try {
      response =
          options.retry().isEmpty()
              ? follow(request)
              : Retries.call(options.retry().get(), request, () -> attempt(request));
    } catch (Retries.Again last) {
      response = last.response;
    }
    return response.after(response.redirects(), left);
  }

  private StreamingResponse attempt(Request request) throws HttpException, Retries.Again {
    var response = follow(request);
    if (Retries.worthAnother(request, response.status())) throw new Retries.Again(response);
    return response;
  }

  private StreamingResponse follow(Request request) throws HttpException {
    int max = request.redirects().orElse(options.redirects());
    List<String> hops = new ArrayList<>();
    var current = request.url(options.absolute(request.url()));
    while (true) {
      var response = exchange(current);
      var location = response.headers().first("Location");
      boolean leads = Redirects.isRedirect(response.status()) && location.isPresent();
      if (!leads || max == 0) return response.after(hops, Session::forEver);
      response.discard();
      if (hops.size() == max)
        throw new HttpException(
            Reason.REDIRECT,
            "more than " + max + " redirects from " + Errors.withoutQuery(request.url()));
      hops.add(response.url());
      var next = Redirects.next(current, response.target(), response.status(), location.get());
      current = response.isFromPublic() ? next.untrusted() : next;
    }
  }

  private StreamingResponse exchange(Request request) throws HttpException {
    var target = Target.of(request.url());
    if (options.cookies().isEmpty()) return transport.send(request, target);
    CookieJar jar = options.cookies().get();
    var cookies = request.headers().has("Cookie") ? "" : jar.header(target);
    var response =
        transport.send(cookies.isEmpty() ? request : request.header("Cookie", cookies), target);
    jar.store(target, response.headers());
    return response;
  }

  private static long forEver() {
    return Long.MAX_VALUE;
  }
}
