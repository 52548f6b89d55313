package weft.web;

import static weft.Weft.moveOnAfter;
import static weft.Weft.shield;

import java.time.Duration;
import org.eclipse.jetty.server.ConnectionMetaData;
import weft.Action;
import weft.CancelledError;
import weft.Weft;
import weft.internal.websocket.CloseCode;

/** A request that becomes a WebSocket, and what its task does. */
final class Upgrade {
  private static final Duration MOST_FOR_OPENING = Duration.ofSeconds(10);
  private static final Duration MOST_FOR_CLOSING = Duration.ofSeconds(6);

  private final Engine engine;
  private final Content.Upgrade asked;
  private final Link link;
  private final WebSocket socket;

  Upgrade(Engine engine, ConnectionMetaData connection, Handshake agreed, Content.Upgrade asked) {
    this.engine = engine;
    this.asked = asked;
    this.link =
        new Link(
            connection.getConnection().getEndPoint(),
            engine::take,
            connection.getConnector().getByteBufferPool(),
            engine.environment().clock(),
            agreed);
    this.socket = new WebSocket(engine, link, agreed.request(), agreed.protocol());
  }

  Link connection() {
    return link;
  }

  /**
   * Goes on in a task of its own, so that nothing of the request is kept for as long as the
   * connection lasts but what was asked.
   */
  void start() {
    socket.request().detach();
    String name = "WebSocket " + socket.request().path();
    engine.scope().start(name, (Action<RuntimeException>) this::run).onDone(_ -> end());
  }

  private void end() {
    link.lose();
    engine.places().release();
    socket.request().over(); // if it could not begin
  }

  private void run() {
    boolean opened =
        moveOnAfter(
            MOST_FOR_OPENING,
            () -> {
              var _ = link.opened().await();
            });
    if (!opened) {
      link.lose();
      return;
    }
    socket.begin();
    engine.sockets().add(socket);
    if (engine.isClosing()) socket.goAway();
    link.ended().onDone(_ -> socket.connectionIsOver());
    try {
      handle();
      goodbye(CloseCode.NORMAL, "");
    } catch (CancelledError e) {
      goodbye(CloseCode.GOING_AWAY, "the server goes away");
      throw e;
    } finally {
      link.lose(); // no effect after a good end
      engine.sockets().remove(socket);
      socket.request().over();
    }
  }

  private void handle() {
    try {
      var _ =
          socket
              .scope()
              .run(() ->
                  asked
                      .context()
                      .with(() -> link.inbox().handle(() -> asked.handler().handle(socket))));
    } catch (CancelledError e) {
      throw e;
    } catch (Throwable t) {
      Weft.checkpoint();
      if (isAboutTheEnd(t)) return; // and nothing that the handler could do
      Failures.report(socket.request(), "the WebSocket's handler failed", t);
      link.close(new CloseStatus(CloseCode.INTERNAL_ERROR, "internal error"));
    } finally {
      socket.leaveRooms();
    }
  }

  /** What a handler, or a task of it, fails with that sends when it is over. */
  private static boolean isAboutTheEnd(Throwable failure) {
    return failure instanceof WebSocketClosedException
        || failure.getCause() instanceof WebSocketClosedException;
  }

  private void goodbye(int code, String reason) {
    link.close(new CloseStatus(code, reason));
    var _ =
        shield(() ->
            moveOnAfter(
                MOST_FOR_CLOSING,
                () -> {
                  var _ = link.ended().await();
                }));
  }
}
