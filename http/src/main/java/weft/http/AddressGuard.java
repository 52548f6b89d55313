package weft.http;

/**
 * Which requests may not go to private addresses, where a program's own network would answer them
 * (server-side request forgery).
 *
 * <p>What is checked is what the name resolves to, and the connection goes to the address that was
 * checked: a name that has another address a moment later gains nothing. Refused are addresses that
 * don't belong to one host on the public internet: loopback, private, link-local, shared, test,
 * multicast and reserved ones, also where IPv6 wraps one of IPv4.
 *
 * <p>Through a proxy it is the proxy that resolves: only what is known here can be checked.
 */
public enum AddressGuard {
  /** None. */
  NEVER,
  /**
   * Redirects that lead there from a public address, and what is {@linkplain Request#untrusted
   * untrusted}. What the program itself names goes anywhere.
   */
  REDIRECTS,
  /** All. */
  ALWAYS
}
