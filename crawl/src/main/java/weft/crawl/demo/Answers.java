package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The answers that several themes share. */
final class Answers {

  static final String HTML = "text/html; charset=utf-8";

  private Answers() {}

  static Answer html(String markup) {
    return bytes(HTML, markup.getBytes(UTF_8));
  }

  static Answer bytes(String type, byte[] body) {
    return (reply, _) -> reply.type(type).send(200, body);
  }

  /** A redirect; its body has a link that nobody is to follow. */
  static Answer redirect(int status, String location) {
    return (reply, _) ->
        reply
            .type(HTML)
            .header("Location", location)
            .send(status, trap("Moved", "/never/in-a-redirect"));
  }

  /** An error; its body has a link that nobody is to follow. */
  static Answer error(int status) {
    return (reply, _) ->
        reply.type(HTML).send(status, trap("Error " + status, "/never/in-an-error"));
  }

  static Answer error(int status, String retryAfter) {
    return (reply, attempt) -> error(status).give(reply.header("Retry-After", retryAfter), attempt);
  }

  private static byte[] trap(String title, String href) {
    String markup =
        "<!DOCTYPE html><title>%s</title><a href=\"%s\">Not to be followed</a>"
            .formatted(title, href);
    return markup.getBytes(UTF_8);
  }
}
