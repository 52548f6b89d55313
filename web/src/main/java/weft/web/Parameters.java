package weft.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Names with values, each perhaps several: of a query, or of a form. Immutable. */
public final class Parameters {
  private static final int MOST = 1_000;

  private final Map<String, List<String>> values;

  private Parameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /** What {@code a=1&b=2} says; nonsense is a 400. */
  static Parameters parse(String text) {
    var values = new LinkedHashMap<String, List<String>>();
    if (text.isEmpty()) return new Parameters(values);
    String[] pairs = text.split("&", MOST + 1);
    if (pairs.length > MOST) throw HttpError.badRequest("more than " + MOST + " parameters");
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (!pair.isEmpty()) values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
    return new Parameters(values);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new HttpError(400, "wrongly encoded: " + text, e);
    }
  }

  /** The first value of that name. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** All values of that name, in their order. */
  public List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  /**
   * The first value of that name.
   *
   * @throws HttpError with a 400 if there is none
   */
  public String required(String name) {
    return first(name)
        .orElseThrow(() -> HttpError.badRequest("the parameter " + name + " is missing"));
  }

  /**
   * The first value of that name as a whole number.
   *
   * @throws HttpError with a 400 if it is something else, or no {@code int}
   */
  public Optional<Integer> number(String name) {
    return number(name, Integer::parseInt);
  }

  /** Like {@link #number}, for numbers that may be large: keys of databases, times. */
  public Optional<Long> longNumber(String name) {
    return number(name, Long::parseLong);
  }

  private <N> Optional<N> number(String name, Function<String, N> parse) {
    return first(name)
        .map(text -> {
          try {
            return parse.apply(text);
          } catch (NumberFormatException e) {
            throw new HttpError(400, name + ": '" + text + "' is not a whole number", e);
          }
        });
  }

  /** All names, in the order in which they came. */
  public Set<String> names() {
    return Set.copyOf(values.keySet());
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
