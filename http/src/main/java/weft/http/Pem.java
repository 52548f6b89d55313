package weft.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys from the text files that other tools write. */
final class Pem {
  static final char[] NO_PASSWORD = {};

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private Pem() {}

  /** All certificates of a file. */
  static List<Certificate> certificates(Path file) throws IOException {
    var found = new ArrayList<Certificate>();
    try {
      var factory = CertificateFactory.getInstance("X.509");
      Matcher blocks = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      while (blocks.find()) {
        if (blocks.group(1).endsWith("CERTIFICATE"))
          found.add(factory.generateCertificate(new ByteArrayInputStream(bytes(blocks))));
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " has a broken certificate: " + e.getMessage(), e);
    }
    if (found.isEmpty()) throw new IOException(file + " has no certificate in PEM format");
    return found;
  }

  /** A store with one key and its certificates. */
  static KeyStore store(Path chain, Path key) throws IOException {
    var certificates = certificates(chain).toArray(Certificate[]::new);
    try {
      KeyStore store = Trust.empty();
      String algorithm = certificates[0].getPublicKey().getAlgorithm();
      store.setKeyEntry("client", key(key, algorithm), NO_PASSWORD, certificates);
      return store;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          key + " has no key that belongs to " + chain + ": " + e.getMessage(), e);
    }
  }

  private static PrivateKey key(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    Matcher blocks = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    while (blocks.find()) {
      if (blocks.group(1).equals("PRIVATE KEY"))
        return KeyFactory.getInstance(algorithm)
            .generatePrivate(new PKCS8EncodedKeySpec(bytes(blocks)));
    }
    throw new IOException(file + " has no plain PKCS #8 private key (-----BEGIN PRIVATE KEY-----)");
  }

  private static byte[] bytes(Matcher block) {
    return Base64.getMimeDecoder().decode(block.group(2).strip());
  }
}
