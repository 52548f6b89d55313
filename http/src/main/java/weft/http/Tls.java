package weft.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/**
 * Whom a client trusts, and who it says it is. Immutable.
 *
 * <pre>{@code
 * Tls.system().trust(Path.of("company-ca.pem")).clientCertificate(chainPem, keyPem)
 * }</pre>
 */
public final class Tls {
  private static final Tls SYSTEM = new Tls(Trust.SYSTEM, List.of(), Optional.empty(), true);

  private final Trust trust;
  private final List<KeyManager> identity;
  private final Optional<SSLContext> given;
  private final boolean checksNames;

  private Tls(
      Trust trust, List<KeyManager> identity, Optional<SSLContext> given, boolean checksNames) {
    this.trust = trust;
    this.identity = identity;
    this.given = given;
    this.checksNames = checksNames;
  }

  /** The JDK's trust store, and no certificate of our own. */
  public static Tls system() {
    return SYSTEM;
  }

  /** What {@code context} says; names are checked all the same. */
  public static Tls of(SSLContext context) {
    return new Tls(Trust.SYSTEM, List.of(), Optional.of(context), true);
  }

  /** Trusts anybody and checks no name: for tests with made-up certificates, and nothing else. */
  public static Tls insecure() {
    return new Tls(Trust.ANYBODY, List.of(), Optional.empty(), false);
  }

  /**
   * Trusts these certificates too.
   *
   * @param pem a file with one or more of them
   * @throws IOException if the file can't be read, or has none
   */
  public Tls trust(Path pem) throws IOException {
    return new Tls(trust.and(Pem.certificates(pem)), identity, given, checksNames);
  }

  /**
   * Trusts these certificates and no others.
   *
   * @param pem a file with one or more of them
   * @throws IOException if the file can't be read, or has none
   */
  public Tls trustOnly(Path pem) throws IOException {
    return new Tls(Trust.NOBODY.and(Pem.certificates(pem)), identity, given, checksNames);
  }

  /**
   * Trusts the certificates of a key store and no others.
   *
   * @throws IllegalArgumentException if the store can't be used
   */
  public Tls trustOnly(KeyStore store) {
    return new Tls(Trust.NOBODY.and(Trust.certificates(store)), identity, given, checksNames);
  }

  /**
   * Shows a certificate to servers that ask for one.
   *
   * @param chainPem the certificate, and those that lead to its root
   * @param keyPem its private key, PKCS #8 and not encrypted
   * @throws IOException if a file can't be read, or doesn't have that
   */
  public Tls clientCertificate(Path chainPem, Path keyPem) throws IOException {
    return clientCertificate(Pem.store(chainPem, keyPem), Pem.NO_PASSWORD);
  }

  /**
   * Shows the certificate of the key that {@code store} has to servers that ask for one.
   *
   * @throws IllegalArgumentException if the key can't be used
   */
  public Tls clientCertificate(KeyStore store, char[] password) {
    try {
      return new Tls(trust, Trust.managers(store, password), given, checksNames);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the key can't be used: " + e.getMessage(), e);
    }
  }

  boolean checksNames() {
    return checksNames;
  }

  /**
   * For a client that is opened now.
   *
   * @throws IllegalArgumentException if the keys can't be used
   */
  SSLContext context() {
    if (given.isPresent()) return given.get();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] ours = identity.isEmpty() ? null : identity.toArray(KeyManager[]::new);
      context.init(ours, trust.managers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the keys can't be used: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "TLS with " + (given.isPresent() ? "a context of the program" : trust.toString());
  }
}
