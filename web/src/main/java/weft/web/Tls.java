package weft.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Certificates and keys from files. */
final class Tls {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";

  private Tls() {}

  static SSLContext pem(Path certificates, Path key) {
    try {
      if (!Files.readString(certificates, StandardCharsets.ISO_8859_1).contains(CERTIFICATE)) {
        throw wrong(certificates, "has no certificate in PEM format", null);
      }
      var chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificates)));
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key(key), new char[0], chain.toArray(Certificate[]::new));
      return context(store, new char[0]);
    } catch (NoSuchFileException e) {
      throw wrong(Path.of(e.getFile()), "is not there", e);
    } catch (IOException | GeneralSecurityException e) {
      throw wrong(certificates, "can't be used: " + e.getMessage(), e);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(Files.readString(file));
    if (!pem.find()) throw wrong(file, "has no PRIVATE KEY in it (PKCS#8)", null);
    var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException _) {
        // of another kind
      }
    }
    throw wrong(file, "has a key of an unknown kind", null);
  }

  static SSLContext keystore(Path file, String password) {
    if (!Files.isRegularFile(file)) throw wrong(file, "is not there", null);
    try {
      return context(
          KeyStore.getInstance(file.toFile(), password.toCharArray()), password.toCharArray());
    } catch (IOException | GeneralSecurityException e) {
      throw wrong(file, "can't be used: " + e.getMessage(), e);
    }
  }

  private static SSLContext context(KeyStore store, char[] password)
      throws GeneralSecurityException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static IllegalArgumentException wrong(Path file, String why, @Nullable Exception cause) {
    return new IllegalArgumentException(file + " " + why, cause);
  }
}
