package weft.crawl.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the URL of a PostgreSQL database says, as its JDBC driver takes it or as {@code psql} and
 * asyncpg do. Its text has no password, and serves to name it again.
 *
 * @param hosts one or more, with ports where given
 * @param database empty for the one that has the user's name
 * @param user empty for the one of the operating system
 * @param password may be in the environment too
 * @param schema where the tables are
 * @param more other parameters, for the driver
 */
record PostgresUrl(
    String hosts,
    String database,
    Optional<String> user,
    Optional<String> password,
    String schema,
    Map<String, String> more) {
  private static final String DEFAULT_SCHEMA = "weft_crawl";
  private static final Pattern BEGIN = Pattern.compile("(?i)(jdbc:)?postgres(ql)?:.*");
  private static final Pattern PARTS =
      Pattern.compile("(?i)(jdbc:)?postgres(?:ql)?:(?://([^/?#]*))?/?([^/?#@]*)(?:\\?([^#@]*))?");
  private static final Pattern HOST =
      Pattern.compile("(\\[[\\p{XDigit}:.%\\w]+]|[\\p{L}\\p{N}._-]*)(:\\d{1,5})?");
  private static final Pattern SECRET = Pattern.compile("(?i).*pass.*");

  static boolean isOne(String url) {
    return BEGIN.matcher(url).matches();
  }

  static PostgresUrl parse(String url) {
    Matcher parts = PARTS.matcher(url);
    if (!parts.matches()) throw malformed();
    boolean form = parts.group(1) != null; // where a plus is a space, as in forms
    String authority = Optional.ofNullable(parts.group(2)).orElse("");
    int at = authority.lastIndexOf('@');
    String hosts = authority.substring(at + 1);
    for (String host : hosts.split(",", -1)) {
      if (!HOST.matcher(host).matches()) throw malformed();
    }
    var more = new LinkedHashMap<String, String>();
    if (at >= 0) {
      String[] who = authority.substring(0, at).split(":", 2);
      if (!who[0].isEmpty()) more.put("user", decoded(who[0], false));
      if (who.length > 1) more.put("password", decoded(who[1], false));
    }
    String query = Optional.ofNullable(parts.group(4)).orElse("");
    for (String parameter : query.split("&", -1)) {
      if (parameter.isEmpty()) continue;
      String[] pair = parameter.split("=", 2);
      if (pair.length < 2) throw malformed();
      more.put(decoded(pair[0], form), decoded(pair[1], form));
    }
    return new PostgresUrl(
        hosts.isEmpty() ? "localhost" : hosts,
        decoded(parts.group(3), false),
        Optional.ofNullable(more.remove("user")),
        Optional.ofNullable(more.remove("password")),
        schema(Optional.ofNullable(more.remove("currentSchema")).orElse(DEFAULT_SCHEMA)),
        more);
  }

  private static String schema(String name) {
    if (!name.isBlank() && name.indexOf(',') < 0 && name.indexOf('\0') < 0) return name;
    throw new IllegalArgumentException("currentSchema must name one schema");
  }

  /** Without the URL, in whatever part of which there may be a password. */
  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "not the URL of a PostgreSQL database: write it like postgresql://user:password@host:5432/name,"
            + " with / ? # @ and % in a password as %2F %3F %23 %40 %25");
  }

  private static String decoded(String text, boolean form) {
    try {
      return URLDecoder.decode(form ? text : text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException _) { // it says what is wrong, and more
      throw malformed();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** What the driver is told besides {@link #properties}: nothing that it might repeat. */
  String forDriver() {
    return "jdbc:postgresql://" + hosts + "/" + encoded(database);
  }

  Properties properties() {
    var properties = new Properties();
    properties.setProperty("ApplicationName", "weft crawl");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true"); // many rows a statement
    properties.putAll(more);
    user.ifPresent(name -> properties.setProperty("user", name));
    password
        .or(() -> Optional.ofNullable(System.getenv("PGPASSWORD")))
        .ifPresent(word -> properties.setProperty("password", word));
    return properties;
  }

  /** With the schema as the one to look in. */
  String forPsql() {
    boolean plain = schema.matches("[a-z_][a-z0-9_]*");
    String name = plain ? schema : "\"" + schema.replace("\"", "\"\"") + "\"";
    String path = "-csearch_path=" + name.replace("\\", "\\\\").replace(" ", "\\ ");
    String mode = Optional.ofNullable(more.get("sslmode")).map(m -> "&sslmode=" + m).orElse("");
    return base() + "?options=" + encoded(path) + mode;
  }

  private String base() {
    return "postgresql://"
        + user.map(name -> encoded(name) + "@").orElse("")
        + hosts
        + "/"
        + encoded(database);
  }

  @Override
  public String toString() {
    var said = new LinkedHashMap<String, String>();
    if (!schema.equals(DEFAULT_SCHEMA)) said.put("currentSchema", schema);
    more.forEach((key, value) -> {
      if (!SECRET.matcher(key.toLowerCase(Locale.ROOT)).matches()) said.put(key, value);
    });
    String query =
        said.entrySet().stream()
            .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? base() : base() + "?" + query;
  }
}
