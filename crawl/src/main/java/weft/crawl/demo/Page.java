package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * One URL of the site: how it answers, what becomes of it in a crawl, and where it links.
 *
 * @param path normalised path, with the query if there is one
 * @param status the status of its last answer
 * @param requests how often a crawl requests it, retries counted
 * @param title the title of a {@link Kind#PAGE}, else empty
 * @param links the links of a {@link Kind#PAGE}; of a redirect, its one target
 */
record Page(
    String path,
    Kind kind,
    int status,
    int requests,
    String title,
    List<Link> links,
    Answer answer) {

  /** Retries of a crawl with the default settings, after the first request. */
  static final int RETRIES = 3;

  Page {
    links = List.copyOf(links);
  }

  /** A page in the common layout. */
  static Page html(String path, String title, List<Link> links) {
    // Rendered when asked for: two thousand rendered pages would be kept for nothing.
    return parsed(
        path,
        title,
        links,
        (reply, _) ->
            reply.type(Answers.HTML).send(200, Html.page(path, title, links).getBytes(UTF_8)));
  }

  static Page html(String path, String title, Link... links) {
    return html(path, title, List.of(links));
  }

  /** A page with markup of its own, whose title and links are the given ones. */
  static Page markup(String path, String title, List<Link> links, String markup) {
    return parsed(path, title, links, Answers.html(markup));
  }

  /** A page with an answer of its own, whose title and links are the given ones. */
  static Page parsed(String path, String title, List<Link> links, Answer answer) {
    return new Page(path, Kind.PAGE, 200, 1, title, links, answer);
  }

  static Page redirect(String path, int status, Link target) {
    return redirect(path, Kind.REDIRECT, status, target);
  }

  static Page redirectLoop(String path, int status, Link target) {
    return redirect(path, Kind.REDIRECT_LOOP, status, target);
  }

  private static Page redirect(String path, Kind kind, int status, Link target) {
    Answer answer = Answers.redirect(status, target.href());
    return new Page(path, kind, status, 1, "", List.of(target), answer);
  }

  /** A page that always answers with this error; a crawl tries 429 and 5xx again. */
  static Page error(String path, int status) {
    int requests = status == 429 || status >= 500 ? 1 + RETRIES : 1;
    return new Page(path, Kind.HTTP_ERROR, status, requests, "", List.of(), Answers.error(status));
  }

  static Page file(String path, String type, byte[] body) {
    return notParsed(path, Kind.NOT_HTML, Answers.bytes(type, body));
  }

  static Page failing(String path, Answer answer) {
    return new Page(path, Kind.FAILED, 0, 1 + RETRIES, "", List.of(), answer);
  }

  static Page disallowed(String path) {
    Page page = html(path, "Not for you", Link.to("/never/disallowed"));
    return new Page(path, Kind.DISALLOWED, 0, 0, "", List.of(), page.answer);
  }

  /** A URL that a crawl requests once and does not parse. */
  static Page notParsed(String path, Kind kind, Answer answer) {
    return new Page(path, kind, 200, 1, "", List.of(), answer);
  }

  /** The same page, but it gives {@code failure} to the first few requests. */
  Page failingFirst(int failures, Answer failure) {
    return new Page(
        path, kind, status, requests + failures, title, links, answer.after(failures, failure));
  }
}
