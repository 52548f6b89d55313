package weft.crawl.page;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds title and start tags of a page without building its tree, which costs several times as
 * much. It comes to the same as jsoup does, and where it isn't sure to, it gives up: what moves
 * links about (a table outside its cells) or swallows them (a select, a template, what was left
 * open) is for a whole parser.
 */
final class LinkScan {
  private static final int MOST_TABLES = 60;

  private final Markup markup;
  private final Finder finder;
  private @Nullable String title;
  private boolean inBody;
  private boolean headClosed;
  private boolean noscript; // in the head
  private String foreign = ""; // svg or math, while in one
  private boolean select;
  private int tables;
  private long cells; // a bit for each open table: whether one of its cells is open

  private LinkScan(String html, Finder finder) {
    this.markup = new Markup(html);
    this.finder = finder;
  }

  /**
   * Shows the start tags of a page to {@code finder}.
   *
   * @return the title, white space not yet collapsed; empty if it gave up, and what the finder has
   *     seen until then is of no use
   */
  static Optional<String> scan(String html, Finder finder) {
    if (html.indexOf('\0') >= 0) return Optional.empty();
    return new LinkScan(html, finder).scan();
  }

  private Optional<String> scan() {
    Markup.Token token;
    do {
      token = markup.next();
      boolean sure =
          switch (token) {
            case START -> start(markup.name());
            case END -> end(markup.name());
            case DONE -> !noscript;
            case DOUBT -> false;
          };
      if (!sure) return Optional.empty();
    } while (token != Markup.Token.DONE);
    return Optional.of(title == null ? "" : title);
  }

  private boolean start(String name) {
    if (!inBody && !inHead(name)) return false;
    return switch (name) {
      case "a", "area", "base", "link", "meta" -> {
        if (isMoved() || select || !foreign.isEmpty()) yield false;
        finder.see(markup);
        yield true;
      }
      case "script", "style", "textarea", "xmp", "iframe", "noembed", "noframes", "title" ->
          raw(name);
      case "plaintext", "template", "frameset", "frame", "isindex", "image" -> false;
      case "svg", "math" -> {
        if (!foreign.isEmpty() || select) yield false;
        if (!markup.isSelfClosing()) foreign = name;
        yield true;
      }
      case "select" -> {
        if (!foreign.isEmpty() || select) yield false;
        select = true;
        yield !markup.isSelfClosing();
      }
      case "input", "keygen" -> !select;
      case "table" -> table();
      case "td", "th", "caption" -> cell(true);
      case "tr", "tbody", "thead", "tfoot", "col", "colgroup" -> cell(false);
      default -> true;
    };
  }

  /** Keeps account of where the head ends, for a title counts nowhere else. */
  private boolean inHead(String name) {
    if (markup.hasWords()) {
      inBody = true;
      return !noscript;
    }
    switch (name) {
      case "basefont", "bgsound", "link", "meta", "style", "noframes" -> {}
      case "html", "head", "base", "script", "title" -> {
        return !noscript;
      }
      case "noscript" -> {
        if (noscript) return false;
        if (headClosed) inBody = true;
        else noscript = true;
      }
      default -> {
        inBody = true;
        return !noscript;
      }
    }
    return true;
  }

  private boolean raw(String name) {
    if (markup.isSelfClosing() || !foreign.isEmpty()) return false;
    if (select && !name.equals("script")) return false;
    boolean wanted = name.equals("title") && !inBody && title == null;
    Optional<String> content = markup.raw(wanted);
    if (wanted && content.isPresent()) title = content.get();
    return content.isPresent();
  }

  private boolean table() {
    if (isMoved() || select || !foreign.isEmpty() || tables == MOST_TABLES) return false;
    tables++;
    return cell(false);
  }

  private boolean cell(boolean open) {
    if (select || !foreign.isEmpty()) return false;
    if (open) cells |= 1L << tables;
    else cells &= ~(1L << tables);
    return true;
  }

  /** Whether what comes here would be moved before the table that it is in. */
  private boolean isMoved() {
    return tables > 0 && (cells & 1L << tables) == 0;
  }

  private boolean end(String name) {
    if (!inBody && markup.hasWords()) {
      inBody = true;
      if (noscript) return false;
    }
    switch (name) {
      case "head" -> headClosed = true;
      case "body", "html", "br" -> {
        inBody = true;
        return !noscript;
      }
      case "noscript" -> noscript = false;
      case "svg", "math" -> {
        if (foreign.equals(name)) foreign = "";
        else return foreign.isEmpty();
      }
      case "select" -> select = false;
      case "td", "th", "caption", "tr", "tbody", "thead", "tfoot", "colgroup" -> {
        return cell(false);
      }
      case "table" -> {
        boolean sure = cell(false);
        if (tables > 0) tables--;
        return sure;
      }
      default -> {}
    }
    return true;
  }
}
