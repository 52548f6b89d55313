package weft.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import weft.Suspension;

/** Writes the content of an answer, waiting for the client to take it. */
final class Output {
  private final org.eclipse.jetty.server.Response jetty;

  Output(org.eclipse.jetty.server.Response jetty) {
    this.jetty = jetty;
  }

  private static final class Write extends Suspension implements Callback {
    private @Nullable Throwable failure;

    Write() {
      super("client that takes the answer");
    }

    @Override
    public void succeeded() {
      var _ = resume();
    }

    @Override
    public void failed(Throwable cause) {
      failure = cause;
      var _ = resume();
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }

  /**
   * Writes, and waits until it is written; an empty buffer sends the headers.
   *
   * @throws ClientGone if there is nobody to take it
   * @throws IOException if it can't be part of this answer: it is longer than was said, say
   * @throws weft.CancelledError if the caller is cancelled: the answer is then broken
   */
  void write(boolean last, @Nullable ByteBuffer bytes) throws IOException {
    var write = new Write();
    jetty.write(last, bytes, write);
    write.await();
    if (write.failure == null) return;
    throw isOfTheAnswer(write.failure)
        ? new IOException(write.failure.getMessage(), write.failure)
        : new ClientGone(write.failure);
  }

  /** Jetty's complaints have no class of their own; what connections end with is a subclass. */
  private static boolean isOfTheAnswer(Throwable failure) {
    return failure instanceof HttpException || failure.getClass() == IOException.class;
  }

  /** There is nobody to answer to. */
  static final class ClientGone extends IOException {
    private static final long serialVersionUID = 1;

    ClientGone(Throwable cause) {
      super("the client went away", cause);
    }
  }
}
