package weft.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates that sign themselves, made by the JDK's keytool. */
final class Certificates {
  private static final String PASSWORD = "password";

  private final KeyStore store;
  private final Path folder;
  private final String name;

  /** A key pair and its certificate for {@code host}. */
  Certificates(Path folder, String name, String host) throws Exception {
    this.folder = folder;
    this.name = name;
    Path file = folder.resolve(name + ".p12");
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(
        List.of(
            ("-genkeypair -alias key -keyalg EC -groupname secp256r1 -validity 2 -storetype PKCS12"
                    + " -storepass "
                    + PASSWORD
                    + " -dname CN="
                    + host
                    + " -ext san=dns:"
                    + host)
                .split(" ")));
    command.addAll(List.of("-keystore", file.toString()));
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(tool.getInputStream().readAllBytes());
    if (tool.waitFor() != 0) throw new IOException("keytool: " + output);
    store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  /** For a server with this certificate, which trusts {@code client}. */
  SSLContext server(Certificates client) throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", client.store.getCertificate("key"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  Path pem() throws Exception {
    byte[] der = store.getCertificate("key").getEncoded();
    return write(name + ".pem", "CERTIFICATE", der);
  }

  Path keyPem() throws Exception {
    byte[] der = store.getKey("key", PASSWORD.toCharArray()).getEncoded();
    return write(name + ".key", "PRIVATE KEY", der);
  }

  private Path write(String file, String what, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        folder.resolve(file),
        "some words before\n-----BEGIN "
            + what
            + "-----\n"
            + text
            + "\n-----END "
            + what
            + "-----\n");
  }
}
