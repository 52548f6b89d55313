package weft.junit.net;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * One end of a connection in a {@link Network}: two streams of bytes.
 *
 * <p>Reads and writes suspend. One that is cancelled throws {@link weft.CancelledError}: a read has
 * then taken nothing, a write may have sent a part. Once the connection is broken, both throw
 * {@link java.net.SocketException}. Any thread may use it; several readers, or writers, share what
 * comes.
 */
public final class Connection implements AutoCloseable {
  private final Pipe incoming;
  private final Pipe outgoing;
  private final InputStream in;
  private final OutputStream out;

  Connection(Pipe incoming, Pipe outgoing) {
    this.incoming = incoming;
    this.outgoing = outgoing;
    in = new PipeInput(incoming);
    out = new PipeOutput(outgoing);
  }

  /** What the other end sends; closing it lets the other end's writes fail. */
  public InputStream in() {
    return in;
  }

  /** What is sent to the other end, which sees an end of stream when this is closed. */
  public OutputStream out() {
    return out;
  }

  /** Breaks the connection, for both ends and at once: what was sent and not read is lost. */
  public void cut() {
    incoming.breakDown("it was cut");
    outgoing.breakDown("it was cut");
  }

  /** Closes both streams; what was written still arrives. */
  @Override
  public void close() {
    outgoing.closeWriter();
    incoming.closeReader();
  }

  @Override
  public String toString() {
    return incoming.toString();
  }
}
