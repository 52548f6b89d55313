package weft.bench;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import weft.Promise;
import weft.Weft;
import weft.web.Rooms;
import weft.web.Routes;
import weft.web.Web;

/** Servers that send to all at {@code /member} what they are told to at {@code /control}. */
final class BroadcastServers {
  private BroadcastServers() {}

  static void serve(String name) throws Exception {
    if (name.equals("weft")) weft();
    else jetty();
  }

  private static void weft() {
    var room = new Rooms().get("all");
    var routes =
        new Routes()
            .webSocket(
                "/member",
                socket -> {
                  try (var _ = room.join(socket, "member")) {
                    socket.messages().drain();
                  }
                })
            .webSocket(
                "/control",
                socket ->
                    socket.messages().forEach(_ -> room.broadcast(Broadcasts.message().array())));
    Weft.run(() ->
        Web.server(routes)
            .serve(server -> {
              answer(server.port());
              new Promise<Void>().await();
            }));
  }

  /** Jetty's own API, and a loop over all sessions. */
  private static void jetty() throws Exception {
    Set<Session> members = ConcurrentHashMap.newKeySet();
    var server = new Server(new QueuedThreadPool());
    var connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.addMapping("/member", (_, _, _) -> new Member(members));
              container.addMapping("/control", (_, _, _) -> new Control(members));
            }));
    server.start();
    answer(connector.getLocalPort());
    server.join();
  }

  /** Joins those that are told. */
  public static final class Member extends Session.Listener.AbstractAutoDemanding {
    private final Set<Session> members;

    Member(Set<Session> members) {
      this.members = members;
    }

    @Override
    public void onWebSocketOpen(Session session) {
      super.onWebSocketOpen(session);
      members.add(session);
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
      members.remove(getSession());
      callback.succeed();
    }
  }

  /** Tells all. */
  public static final class Control extends Session.Listener.AbstractAutoDemanding {
    private final Set<Session> members;

    Control(Set<Session> members) {
      this.members = members;
    }

    @Override
    public void onWebSocketBinary(java.nio.ByteBuffer payload, Callback callback) {
      var message = Broadcasts.message();
      for (var member : members) member.sendBinary(message.duplicate(), Callback.NOOP);
      callback.succeed();
    }
  }

  /** Says the port, and then, whenever it is asked, how much of the heap is used. */
  private static void answer(int port) {
    System.out.println(port);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in))) {
            while (in.readLine() != null) {
              for (int i = 0; i < 3; i++) System.gc();
              var runtime = Runtime.getRuntime();
              System.out.println(runtime.totalMemory() - runtime.freeMemory());
            }
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }
}
