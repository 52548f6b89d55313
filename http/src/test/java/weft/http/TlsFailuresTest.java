package weft.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** Certificates that the JDK's tool can't make; those that it can are tried for real elsewhere. */
class TlsFailuresTest {
  private static SSLException failed(Exception cause) {
    var failure = new SSLHandshakeException("(certificate_expired) PKIX path validation failed");
    var _ = failure.initCause(new Exception("validator", cause));
    return failure;
  }

  @Test
  void certificatesOfAnotherTime() {
    assertThat(TlsFailures.why(failed(new CertificateExpiredException("NotAfter: Fri"))))
        .isEqualTo("its certificate has expired (NotAfter: Fri)");
    assertThat(TlsFailures.why(failed(new CertificateNotYetValidException("NotBefore: Mon"))))
        .isEqualTo("its certificate is not valid yet (NotBefore: Mon)");
  }

  @Test
  void whatElseTheJdkSaysIsRepeated() {
    assertThat(TlsFailures.why(new SSLException("Remote host terminated the handshake")))
        .isEqualTo("Remote host terminated the handshake");
  }
}
