package weft.web;

import java.util.HashSet;
import java.util.List;

/** The patterns of routes, as lists of parts. */
final class Patterns {
  private Patterns() {}

  static List<String> parse(String pattern) {
    if (!pattern.startsWith("/")) throw wrong(pattern, "has to begin with a slash");
    var parts = List.of(pattern.substring(1).split("/", -1));
    var names = new HashSet<String>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (part.isEmpty() && i < parts.size() - 1) throw wrong(pattern, "has an empty part");
      if (!isName(part) && (part.contains("{") || part.contains("}") || part.contains("*"))) {
        throw wrong(pattern, "has a part that is neither a text nor {name} nor {name...}");
      }
      if (part.startsWith(":")) {
        throw wrong(pattern, "has the part " + part + ": write {" + part.substring(1) + "}");
      }
      if (isName(part) && !names.add(name(part))) throw wrong(pattern, "has a name twice");
      if (isRest(part) && i < parts.size() - 1) throw wrong(pattern, "goes on after " + part);
    }
    return parts;
  }

  private static IllegalArgumentException wrong(String pattern, String why) {
    return new IllegalArgumentException("the pattern " + pattern + " " + why);
  }

  static boolean isName(String part) {
    return part.matches("\\{\\w+(\\.\\.\\.)?}");
  }

  static boolean isRest(String part) {
    return part.endsWith("...}");
  }

  static String name(String part) {
    return part.substring(1, part.length() - (isRest(part) ? 4 : 1));
  }

  /** Whether two patterns fit the same paths. */
  static boolean same(List<String> a, List<String> b) {
    return shape(a).equals(shape(b));
  }

  private static List<String> shape(List<String> pattern) {
    return pattern.stream().map(part -> isRest(part) ? "{*}" : isName(part) ? "{}" : part).toList();
  }
}
