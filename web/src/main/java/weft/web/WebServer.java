package weft.web;

import java.net.URI;

/** A server that serves. All methods may be called from any thread. */
public final class WebServer {
  private final Engine engine;

  WebServer(Engine engine) {
    this.engine = engine;
  }

  Engine engine() {
    return engine;
  }

  /** The port it listens on. */
  public int port() {
    return engine.port();
  }

  /** Where it is, without a slash at the end: {@code http://127.0.0.1:8080}. */
  public URI uri() {
    return engine.uri();
  }

  /** How many connections there are, WebSockets included. */
  public int connections() {
    return engine.connections();
  }

  /** How many requests are being handled, WebSockets not included. */
  public int requests() {
    return engine.exchanges().size();
  }

  /** How many WebSockets there are. */
  public int webSockets() {
    return engine.sockets().size();
  }

  @Override
  public String toString() {
    return "server at " + uri();
  }
}
