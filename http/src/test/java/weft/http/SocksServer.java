package weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A SOCKS 5 proxy on loopback, for which every name is this machine. */
final class SocksServer implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final String login;
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** One that wants {@code name:password}, or nothing if that is empty. */
  SocksServer(String login) throws IOException {
    this.login = login;
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              Socket client = socket.accept();
              open.add(client);
              Thread.ofVirtual().start(() -> serve(client));
            }
          } catch (IOException _) {
            // closed
          }
        });
  }

  String url(String userInfo) {
    return "socks5://" + userInfo + "127.0.0.1:" + socket.getLocalPort();
  }

  private void serve(Socket client) {
    try (client) {
      var in = new DataInputStream(client.getInputStream());
      var out = client.getOutputStream();
      if (!greets(in, out)) return;
      in.readNBytes(4);
      String host = text(in);
      int port = in.readUnsignedShort();
      asked.add(host + ":" + port);
      if (host.equals("forbidden.test")) {
        out.write(new byte[] {5, 2, 0, 1, 0, 0, 0, 0, 0, 0});
        return;
      }
      try (var server = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
        open.add(server);
        out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
        Thread.ofVirtual().start(() -> copy(in, server));
        server.getInputStream().transferTo(out);
      }
    } catch (IOException _) {
      // either side left
    }
  }

  private boolean greets(DataInputStream in, OutputStream out) throws IOException {
    in.readUnsignedByte();
    byte[] methods = in.readNBytes(in.readUnsignedByte());
    int wanted = login.isEmpty() ? 0 : 2;
    boolean offered = new String(methods, UTF_8).indexOf((char) wanted) >= 0;
    out.write(new byte[] {5, (byte) (offered ? wanted : 255)});
    if (!offered || login.isEmpty()) return offered;
    in.readUnsignedByte();
    boolean known = login.equals(text(in) + ":" + text(in));
    out.write(new byte[] {1, (byte) (known ? 0 : 1)});
    return known;
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedByte()), UTF_8);
  }

  private static void copy(InputStream in, Socket to) {
    try {
      in.transferTo(to.getOutputStream());
    } catch (IOException _) {
      // either side left
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : open) connection.close();
  }
}
