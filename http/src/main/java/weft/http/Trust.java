package weft.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom to trust: the JDK's roots or not, some more, or anybody. */
record Trust(boolean system, boolean anybody, List<Certificate> more) {
  static final Trust SYSTEM = new Trust(true, false, List.of());
  static final Trust NOBODY = new Trust(false, false, List.of());
  static final Trust ANYBODY = new Trust(false, true, List.of());

  Trust and(Collection<? extends Certificate> others) {
    var all = new ArrayList<>(more);
    all.addAll(others);
    return new Trust(system, anybody, List.copyOf(all));
  }

  /** What decides; null for the JDK's own. */
  TrustManager @Nullable [] managers() throws GeneralSecurityException {
    if (anybody) return new TrustManager[] {new Anybody()};
    if (system && more.isEmpty()) return null;
    var all = new ArrayList<>(more);
    if (system) {
      for (TrustManager manager : managers((KeyStore) null)) {
        if (manager instanceof X509TrustManager x509)
          Collections.addAll(all, x509.getAcceptedIssuers());
      }
    }
    KeyStore store = empty();
    for (int i = 0; i < all.size(); i++) store.setCertificateEntry("ca-" + i, all.get(i));
    return managers(store);
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** What shows the key of a store, and its certificates. */
  static List<KeyManager> managers(KeyStore keys, char[] password) throws GeneralSecurityException {
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, password);
    return List.of(factory.getKeyManagers());
  }

  /** A store in memory, with nothing in it. */
  static KeyStore empty() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new KeyStoreException("in memory", e);
    }
    return store;
  }

  /** The certificates that a store has. */
  static List<Certificate> certificates(KeyStore store) {
    try {
      var all = new ArrayList<Certificate>();
      for (String alias : Collections.list(store.aliases())) {
        @Nullable Certificate certificate = store.getCertificate(alias);
        if (certificate != null) all.add(certificate);
      }
      return all;
    } catch (KeyStoreException e) {
      throw new IllegalArgumentException("the key store can't be used: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    if (anybody) return "trust in anybody";
    return (system ? "the JDK's roots and " : "") + more.size() + " certificates of the program";
  }

  /** Extended, for the JDK checks names on its own where a manager is not. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
