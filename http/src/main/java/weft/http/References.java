package weft.http;

/**
 * Resolves references to other resources (RFC 3986, 5.2), also such as {@link java.net.URI}
 * refuses.
 */
final class References {
  private References() {}

  /** Where {@code reference} leads from {@code base}; without its fragment. */
  static String resolve(Target base, String reference) {
    int hash = reference.indexOf('#');
    String ref = hash < 0 ? reference : reference.substring(0, hash);
    if (hasScheme(ref)) return ref;
    String scheme = base.host().getSchemeName() + ":";
    if (ref.startsWith("//")) return scheme + ref;
    String root = scheme + "//" + base.host().toHostString();
    String path = base.path();
    int question = path.indexOf('?');
    String plain = question < 0 ? path : path.substring(0, question);
    if (ref.isEmpty()) return root + path;
    if (ref.startsWith("?")) return root + plain + ref;
    String joined =
        ref.startsWith("/") ? ref : plain.substring(0, plain.lastIndexOf('/') + 1) + ref;
    return root + withoutDots(joined);
  }

  private static boolean hasScheme(String ref) {
    for (int i = 0; i < ref.length(); i++) {
      char c = ref.charAt(i);
      if (c == ':') return i > 0;
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (i == 0 || !((c >= '0' && c <= '9') || "+-.".indexOf(c) >= 0))) return false;
    }
    return false;
  }

  /** Takes {@code .} and {@code ..} out of a path that may be followed by a query. */
  static String withoutDots(String pathAndQuery) {
    int question = pathAndQuery.indexOf('?');
    String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
    if (!path.contains("/.")) return pathAndQuery;
    var out = new StringBuilder(path.length());
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      if (segments[i].equals("..")) out.setLength(Math.max(0, out.lastIndexOf("/")));
      else if (!segments[i].equals(".")) out.append('/').append(segments[i]);
      if (last && segments[i].matches("\\.\\.?")) out.append('/');
    }
    return out + (question < 0 ? "" : pathAndQuery.substring(question));
  }
}
