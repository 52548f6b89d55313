package weft.sql.socket;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Makes sockets that let other virtual threads run before they wait for an answer.
 *
 * <p>To find no data, a virtual thread asks the kernel to tell when there are, and is woken by
 * another thread: three system calls and two wake-ups. Where many tasks have a statement each, the
 * answer has often come by the time when the others have had their turns, and all of that is saved.
 * Where there is nobody else, a turn costs nothing worth mentioning.
 *
 * <p>Public for the driver, which is given the name of this class.
 */
public final class YieldingSockets extends SocketFactory {
  /** For the driver. */
  public YieldingSockets() {}

  @Override
  public Socket createSocket() {
    return new Yielding();
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
    var socket = new Yielding();
    socket.connect(address);
    return socket;
  }

  private static final class Yielding extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
          if (Thread.currentThread().isVirtual()) Thread.yield();
          return in.read(bytes, from, length);
        }
      };
    }
  }
}
