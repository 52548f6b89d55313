package weft.http;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestWriter;
import org.apache.hc.core5.http.io.SessionOutputBuffer;

/**
 * Writes the heads of a connection's requests. What a server sends unasked, after its answer, would
 * be taken for the answer to the next request: so nothing is asked over a connection that has such.
 */
final class Requests extends DefaultHttpRequestWriter {
  private final Answers answers;

  Requests(Answers answers) {
    this.answers = answers;
  }

  @Override
  public void write(ClassicHttpRequest request, SessionOutputBuffer buffer, OutputStream out)
      throws IOException, HttpException {
    if (answers.haveMore()) throw new ConnectionClosedException("more was sent than was asked for");
    super.write(request, buffer, out);
  }
}
