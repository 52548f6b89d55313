package weft.sql.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import weft.internal.socket.YieldingSocket;

/**
 * Makes sockets that let other virtual threads run before they wait for an answer.
 *
 * <p>Public for the driver, which is given the name of this class.
 */
public final class YieldingSockets extends SocketFactory {
  /** For the driver. */
  public YieldingSockets() {}

  @Override
  public Socket createSocket() {
    return new YieldingSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw new UnsupportedOperationException("a driver has no address of its own to choose");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw new UnsupportedOperationException("a driver has no address of its own to choose");
  }

  private static Socket connected(InetSocketAddress address) throws IOException {
    var socket = new YieldingSocket();
    socket.connect(address);
    return socket;
  }
}
