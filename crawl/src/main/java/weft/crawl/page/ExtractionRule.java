package weft.crawl.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector.SelectorParseException;

/**
 * A value to be taken from each page: written {@code NAME=SELECTOR}, with {@code @ATTRIBUTE} behind
 * it for an attribute instead of the text, and with {@code []} behind the name for all matches, a
 * line each, instead of the first. Immutable.
 */
public final class ExtractionRule {
  private static final Pattern FORM = Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_.-]*)(\\[])?");
  private static final Pattern ATTRIBUTE = Pattern.compile("@([A-Za-z_][\\w:.-]*)$");

  /** Of all matches together, in characters: one in another has its text, and so on. */
  private static final int MOST_OF_ALL = 8 * 1024 * 1024;

  private final String text;
  private final String name;
  private final boolean all;
  private final Evaluator selector;
  private final Optional<String> attribute;

  private ExtractionRule(
      String text, String name, boolean all, Evaluator selector, Optional<String> attribute) {
    this.text = text;
    this.name = name;
    this.all = all;
    this.selector = selector;
    this.attribute = attribute;
  }

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException with one line that names the rule, if it is none
   */
  public static ExtractionRule parse(String text) {
    int equals = text.indexOf('=');
    Matcher name = FORM.matcher(equals < 0 ? "" : text.substring(0, equals).strip());
    if (!name.matches()) {
      throw wrong(text, "write it like NAME=SELECTOR, as title=h1 or price=.price@data-value");
    }
    String selector = text.substring(equals + 1).strip();
    Matcher attribute = ATTRIBUTE.matcher(selector);
    boolean hasAttribute = attribute.find();
    if (hasAttribute) selector = selector.substring(0, attribute.start()).strip();
    if (selector.isEmpty()) throw wrong(text, "it has no CSS selector");
    try {
      return new ExtractionRule(
          text.strip(),
          name.group(1),
          name.group(2) != null,
          QueryParser.parse(selector),
          hasAttribute ? Optional.of(attribute.group(1)) : Optional.empty());
    } catch (SelectorParseException | IllegalArgumentException e) {
      throw wrong(text, "not a CSS selector: " + String.valueOf(e.getMessage()).replace('\n', ' '));
    }
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException("extraction rule '" + text.strip() + "': " + why);
  }

  /** What the value is called. */
  public String name() {
    return name;
  }

  /** The value on a page; empty if nothing matches, or no match has the attribute. */
  Optional<String> value(Document page) {
    if (all) {
      List<String> values = bounded(values(page.select(selector).stream()));
      return values.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", values));
    }
    Stream<Element> matches =
        attribute.isPresent()
            ? page.select(selector).stream()
            : Stream.ofNullable(page.selectFirst(selector));
    return values(matches).findFirst();
  }

  private static List<String> bounded(Stream<String> values) {
    var some = new ArrayList<String>();
    long length = 0;
    for (var all = values.iterator(); length < MOST_OF_ALL && all.hasNext(); ) {
      String value = all.next();
      some.add(value);
      length += value.length();
    }
    return some;
  }

  private Stream<String> values(Stream<Element> matches) {
    return attribute.isEmpty()
        ? matches.map(Element::text)
        : matches
            .filter(element -> element.hasAttr(attribute.get()))
            .map(element -> element.attr(attribute.get()));
  }

  /** The rule as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
