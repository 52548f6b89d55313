package weft.internal.socket;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import weft.internal.time.TimerThread;

/**
 * Lets other virtual threads run before it waits for an answer.
 *
 * <p>To find no data, a virtual thread asks the kernel to tell when there are, and is woken by
 * another thread: three system calls and two wake-ups. Where many tasks have asked something each,
 * the answer has often come by the time when the others have had their turns, and all of that is
 * saved. Where there is nobody else, a turn costs nothing worth mentioning.
 */
public final class YieldingSocket extends Socket {
  private boolean ended; // for who reads

  /** One that is not connected. */
  public YieldingSocket() {}

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        if (Thread.currentThread().isVirtual()) TimerThread.giveWay();
        int n = in.read(bytes, from, length);
        if (n < 0) ended = true;
        return n;
      }
    };
  }

  /** Whether a read has come upon the end, without which TLS may have been cut off. */
  public boolean hasEnded() {
    return ended;
  }
}
