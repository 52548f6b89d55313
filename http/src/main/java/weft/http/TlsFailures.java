package weft.http;

import java.net.ProtocolException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** Says why there is no secure connection, and what may be done, where the JDK has a riddle. */
final class TlsFailures {
  private TlsFailures() {}

  static String why(SSLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String known = known(cause);
      if (!known.isEmpty()) return known;
    }
    return Errors.line(e);
  }

  private static String known(Throwable cause) {
    String said = Errors.line(cause);
    return switch (cause) {
      case CertificateExpiredException _ -> "its certificate has expired (" + said + ")";
      case CertificateNotYetValidException _ -> "its certificate is not valid yet (" + said + ")";
      case CertPathBuilderException _ ->
          "its certificate is by nobody who is trusted; Tls.trust adds an authority";
      case CertificateException _ when said.startsWith("No ") && said.contains(" match") ->
          "its certificate is for another name (" + said + ")";
      case SSLException _ when said.startsWith("Unsupported or unrecognized") ->
          "it doesn't speak TLS; is its URL one with http://?";
      default -> "";
    };
  }

  /** What to do where an answer is no HTTP, but the alert of one who expects TLS. */
  static String hint(Exception e) {
    boolean alert = e instanceof ProtocolException && Errors.line(e).contains("<[0x15][0x03]");
    return alert ? "; it seems to speak TLS: is its URL one with https://?" : "";
  }
}
