package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to requests whose body nobody has read to its end: they arrive, and say what follows. */
@Timeout(120)
class UnreadBodiesTest {
  private static final int MUCH = 4_000_000; // more than sockets keep
  private static final String HEAD = "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n";

  private static final Routes ROUTES =
      new Routes()
          .get("/", _ -> Response.text("root"))
          .post("/ignored", _ -> Response.text("ignored"))
          .post("/read", request -> Response.text(request.text()))
          .post("/back", request -> Response.streamBytes(request.body(), "x/y"))
          .post(
              "/begun",
              request -> {
                request.body().take(1).drain();
                return Response.text("begun");
              })
          .post(
              "/fails",
              request -> {
                request.body().take(1).drain();
                throw HttpError.conflict("no");
              });

  private static void serve(ServerAction<Exception> body) throws Exception {
    run(() -> Web.server(ROUTES).maxBody(1_000).serve(body));
  }

  /** Else a client takes the connection for one that it may use again. */
  @ParameterizedTest
  @ValueSource(strings = {"/ignored", "/begun", "/fails", "/nothing"})
  void whoHasMoreToSendIsToldThatTheConnectionEnds(String path) throws Exception {
    serve(server -> {
      try (var client = new RawHttp(server.port())) {
        client.send(HEAD.formatted(path, 10) + "abc");
        assertThat(client.reply().header("Connection")).hasValue("close");
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ignored", "/fails", "/nothing"})
  void whatHasComeIsSkippedAndTheConnectionGoesOn(String path) throws Exception {
    serve(server -> {
      try (var client = new RawHttp(server.port())) {
        for (int length = 1; length < 7_000; length += 999) { // at once with its headers
          client.send(HEAD.formatted(path, length) + "z".repeat(length));
          assertThat(client.reply().header("Connection")).isEmpty();
          client.request("GET", "/", "");
          assertThat(client.reply().text()).isEqualTo("root");
        }
      }
    });
  }

  /** A connection that is closed while more comes is reset, and what was said may be lost. */
  @ParameterizedTest
  @ValueSource(strings = {"/ignored", "/begun", "/fails", "/nothing", "/read"})
  void whoSendsOnFirstAndListensThenGetsTheAnswer(String path) throws Exception {
    serve(server -> {
      try (var client = new RawHttp(server.port())) {
        client.send(HEAD.formatted(path, MUCH));
        byte[] piece = new byte[10_000];
        for (int sent = 0; sent < MUCH; sent += piece.length) client.send(piece);
        var reply = client.reply();
        assertThat(reply.status()).isIn(200, 404, 409, 413);
        assertThat(reply.header("Connection")).hasValue("close");
        assertThat(client.isEnded()).isTrue();
      }
    });
  }

  @Test
  void soDoesOneWhoseBodyTakesLongerThanTheDeadline() throws Exception {
    run(() ->
        Web.server(ROUTES)
            .deadline(Duration.ofMillis(200))
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                client.send(HEAD.formatted("/read", MUCH) + "begun");
                Tests.until(() -> hasAnswer(client)); // that it takes too long
                byte[] piece = new byte[10_000];
                for (int sent = 5; sent < MUCH; sent += piece.length) client.send(piece);
                assertThat(client.reply().status()).isEqualTo(503);
              }
            }));
  }

  private static boolean hasAnswer(RawHttp client) {
    try {
      return client.in().available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aStreamOfTheBodyIsNotTakenForUnread() throws Exception {
    serve(server -> {
      try (var client = new RawHttp(server.port())) {
        client.send(HEAD.formatted("/back", 6) + "abc");
        assertThat(client.head().header("Connection")).isEmpty();
        assertThat(client.chunk()).asString().isEqualTo("abc");
        client.send("def");
        assertThat(client.chunk()).asString().isEqualTo("def");
        assertThat(client.chunk()).isEmpty();
        client.request("GET", "/", "");
        assertThat(client.reply().text()).isEqualTo("root");
      }
    });
  }

  @Test
  void whoWaitsToBeAskedIsNotAskedForWhatNobodyReads() throws Exception {
    serve(server -> {
      try (var client = new RawHttp(server.port())) {
        client.request("POST", "/ignored", "", "Content-Length: 5", "Expect: 100-continue");
        assertThat(client.reply().text()).isEqualTo("ignored"); // and no 100 before
        assertThat(client.isEnded()).isTrue();
      }
    });
  }
}
