/**
 * An HTTP API and WebSocket server for tasks: a scope and a deadline for each request, a scope for
 * each connection, rooms that send a broadcast to thousands at once.
 */
module weft.web {
  requires transitive weft;
  requires static org.jspecify;
  requires org.eclipse.jetty.server;
  requires tools.jackson.databind;

  exports weft.web;
}
