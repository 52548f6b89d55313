package weft.junit.net;

import java.io.IOException;
import java.net.SocketException;
import weft.channel.Channel;
import weft.channel.ClosedException;

/** Takes the connections that are made to a name in a {@link Network}. */
public final class Listener implements AutoCloseable {
  private final Network network;
  private final String name;
  private final Channel<Connection> made = Channel.unlimited();

  Listener(Network network, String name) {
    this.network = network;
    this.name = name;
  }

  /**
   * Waits for the next connection.
   *
   * @throws SocketException if this is closed
   * @throws weft.CancelledError if the caller is cancelled; no connection is lost then
   */
  public Connection accept() throws IOException {
    try {
      return made.receive();
    } catch (ClosedException e) {
      throw new SocketException(this + " is closed");
    }
  }

  /** Takes a connection that a client has made; false if this is closed. */
  boolean offer(Connection connection) {
    return !made.isClosed() && made.trySend(connection);
  }

  /** Ends the listening; connections that nobody has accepted are cut. */
  @Override
  public void close() {
    network.forget(name, this);
    made.close();
    for (var left = made.tryReceive(); left.isPresent(); left = made.tryReceive()) left.get().cut();
  }

  @Override
  public String toString() {
    return "listener at " + name;
  }
}
