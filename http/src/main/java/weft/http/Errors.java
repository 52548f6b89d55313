package weft.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;
import weft.http.HttpException.Reason;

/** Turns what the JDK and the library throw into one clear line. */
final class Errors {
  /** As much of what somebody said is shown. */
  private static final int SHOWN = 200;

  private static final Pattern USER = Pattern.compile("(^|//)[^/?#]*@");
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\x{2028}\\x{2029}]");

  private Errors() {}

  static HttpException explain(IOException e, String host) {
    if (e instanceof HttpException ours) return ours;
    return switch (e) {
      case UnknownHostException _ -> of(Reason.UNKNOWN_HOST, "unknown host " + host, e);
      case SocketTimeoutException _ ->
          of(Reason.RESPONSE_TIMEOUT, host + " sent nothing for too long", e);
      case NoRouteToHostException _ -> of(Reason.REFUSED, "no route to " + host, e);
      case ConnectException c when timedOut(c) ->
          of(Reason.CONNECT_TIMEOUT, host + " did not accept a connection in time", e);
      case ConnectException _, PortUnreachableException _ ->
          of(Reason.REFUSED, host + " refused the connection", e);
      case SSLException tls ->
          of(Reason.TLS, "no secure connection to " + host + ": " + TlsFailures.why(tls), e);
      case TruncatedChunkException _,
          ConnectionClosedException _,
          NoHttpResponseException _,
          EOFException _ ->
          of(Reason.CONNECTION_LOST, host + " closed the connection early", e);
      case MalformedChunkCodingException _,
          MessageConstraintException _,
          ProtocolException _,
          ZipException _ ->
          of(Reason.PROTOCOL, host + " sent a broken answer: " + line(e) + TlsFailures.hint(e), e);
      case SocketException _ ->
          of(Reason.CONNECTION_LOST, "connection to " + host + " lost: " + line(e), e);
      default -> of(Reason.CONNECTION_LOST, "call to " + host + " failed: " + line(e), e);
    };
  }

  /** What the library throws where an answer breaks a rule that it never thought of. */
  static HttpException broken(RuntimeException e, String host) {
    return new HttpException(Reason.PROTOCOL, host + " sent a broken answer: " + line(e), e);
  }

  /** The system's own time-out, when it is shorter than ours. */
  private static boolean timedOut(ConnectException e) {
    return line(e).toLowerCase(java.util.Locale.ROOT).contains("timed out");
  }

  private static HttpException of(Reason reason, String message, IOException cause) {
    return new HttpException(reason, message, cause);
  }

  /**
   * What a server said, or a URL is: its beginning, without what would move the cursor of a
   * terminal or turn text around.
   */
  static String plain(String said) {
    String some = said.length() <= SHOWN ? said : said.substring(0, SHOWN) + "…";
    return UNSEEN.matcher(some).replaceAll("?");
  }

  /** A URL that is none, or not to be called, without the name and the password in it. */
  static String plainUrl(String url) {
    return plain(USER.matcher(url).replaceFirst("$1…@"));
  }

  /** A URL without its query, which may have secrets. */
  static String withoutQuery(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  static String line(Throwable e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : plain(message.lines().findFirst().orElse("").strip());
  }
}
