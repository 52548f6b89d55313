package weft.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import weft.Weft;

/**
 * Looks names up off the carrier threads: the system's resolver blocks for seconds and hears no
 * interrupt.
 */
final class Resolver implements DnsResolver {
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    if (isLiteral(host)) return InetAddress.getAllByName(host);
    return Weft.toThreadAbandoning(() -> InetAddress.getAllByName(host));
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host; // for Kerberos alone, which this client doesn't speak
  }

  /** An IPv4 address, or IPv6 in its brackets or not: nothing to ask anybody. */
  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
  }
}
