package weft.bench.web;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import tools.jackson.databind.json.JsonMapper;

/** Jetty's own API, on virtual threads; a broadcast is a loop over all sessions. */
final class JettyServer {
  private static final JsonMapper JSON = new JsonMapper();

  private JettyServer() {}

  static void run() throws Exception {
    Set<Session> members = ConcurrentHashMap.newKeySet();
    var threads = new QueuedThreadPool();
    threads.setVirtualThreadsExecutor(new VirtualThreadPool());
    var server = new Server(threads);
    var connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    var sockets =
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.setIdleTimeout(java.time.Duration.ofMinutes(10));
              container.addMapping("/member", (_, _, _) -> new Member(members));
              container.addMapping("/control", (_, _, _) -> new Control(members));
              container.addMapping("/socket", (_, _, _) -> new Echo());
            });
    sockets.setHandler(new Api());
    server.setHandler(sockets);
    server.start();
    Servers.answer(connector.getLocalPort());
    server.join();
  }

  private static final class Api extends Handler.Abstract {
    @Override
    public boolean handle(
        Request request, Response response, org.eclipse.jetty.util.Callback callback)
        throws Exception {
      Object answer;
      switch (Request.getPathInContext(request)) {
        case "/json" -> answer = new Servers.Greeting("hello");
        case "/item" ->
            answer = JSON.readValue(Content.Source.asString(request), Servers.Item.class);
        default -> {
          return false;
        }
      }
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      response.write(true, ByteBuffer.wrap(JSON.writeValueAsBytes(answer)), callback);
      return true;
    }
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
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      var message = Servers.message();
      for (var member : members) member.sendBinary(message.duplicate(), Callback.NOOP);
      callback.succeed();
    }
  }

  /** Says what it hears. */
  public static final class Echo extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      getSession().sendBinary(payload, callback);
    }
  }
}
