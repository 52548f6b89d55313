package weft.crawl.page;

import java.util.Random;

/** Makes pages up: sensible ones, and ones where anything may stand anywhere. */
final class PageSoup {
  private static final String[] PIECES = {
    "<a href=1>", "<a href='2'>", "<a\n class=\"x\" href=\"3?a=1&amp;b=2\">", "<A HREF=4>", "</a>",
    "<a>", "<a href>", "<a href=''>", "<a href=5/>", "<a href='6'/>", "<a href=\"7\"title=x>",
    "<a href='8 > 9'>", "<a data-x href=&#x31;&copy=2>", "<a href=&lt;x&gt;>", "<a href=\"#top\">",
    "<area href=10>", "<area shape=rect href='11' />", "<base href='/base/'>", "<base>",
    "<base href=other/>", "<link rel=next href=12>", "<link rel='PREV x' href=13 />",
    "<link rel=stylesheet href=14>", "<meta charset=utf-8>", "<meta name=x content='<a href=15>'>",
    "<title>", "</title>", "<title>A title</title>", "<title> B &amp; <b>C</b>\n</title>",
    "<html>", "</html>", "<head>", "</head>", "<body class=x>", "</body>", "<!DOCTYPE html>",
    "<!-- a comment -->", "<!-- <a href=16> -->", "<!-->", "<!--->", "<!---->", "<!-- -- -->",
    "<!--", "-->", "--!>", "<!x>", "<?php x ?>", "</>", "</ x>", "<![CDATA[ x ]]>", "<", ">", "&",
    "<script>", "</script>", "<script src=x></script>", "<script>var a = '<a href=17>';</script>",
    "<script><!-- <script> --></script>", "<script>\n//<![CDATA[\n if (a<b) //]]></script>",
    "<style>", "</style>", "<style>a > b {}</style>", "<noscript>", "</noscript>",
    "<noscript><img src=x></noscript>", "<textarea>", "</textarea>", "<iframe src=x></iframe>",
    "<iframe>", "<xmp>", "</xmp>", "<noembed>", "<noframes>", "</noframes>", "<template>",
    "</template>", "<plaintext>", "<frameset>", "<frame>", "<svg>", "</svg>", "<svg/>",
    "<svg viewBox='0 0 1 1'><path d=M0 /></svg>", "<svg><title>S</title></svg>", "<math>", "</math>",
    "<mi>", "<desc>", "<foreignObject>", "<select>", "</select>", "<option>", "<option value=1>x",
    "<optgroup>", "<input type=hidden>", "<input>", "<table>", "</table>", "<tr>", "</tr>", "<td>",
    "</td>", "<th>", "<tbody>", "</tbody>", "<thead>", "<caption>", "</caption>", "<colgroup>",
    "<col>", "<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<b>", "</b>", "<i>",
    "</i>", "<form action=x>", "</form>", "<button>", "</button>", "<h1>", "</h1>", "<br>", "</br>",
    "<img src=x alt='a > b'>", "<nobr>", "<center>", "<custom-tag>", "<object>", "</object>",
    "<applet>", "<marquee>", "<pre>", "<listing>", "<ruby>", "<rt>", "<image>", "<isindex>",
    "<keygen>", "<command>", "<basefont>", "<bgsound>", "<dd>", "<dialog>", "<search>", "<hr/>",
    "words ", "more words", " ", "\n", "\t", "&nbsp;", "&amp;", "\u00a0", "\u00e9", "\ufeff", "\0",
    "<a href=x\ny>", "<a href=a'b>", "<a =b href=18>", "<a href=19 <b>", "<a'b href=20>", "<a/b>",
    "<a / href=21>", "<a href = '22' / >", "<\u00e9>", "<a\u00e9 href=x>", "<1>", "<a href=\"",
    "'", "\"", "/", "=", "<a href=http://other.example/x>", "<a href=mailto:x@y>", "<p/>", "<tr/>",
  };

  private static final String[] HEAD = {
    "<meta name=viewport content=\"width=device-width, a > b\">", "<meta property='og:x' content=y />",
    "<link rel=\"stylesheet\" href=\"/style.css\">", "<link rel=next href=/page/2>",
    "<style>a > b { content: '<' }</style>", "<script async src=\"/x.js\"></script>",
    "<script>if (a < b && c > d) document.write('<a href=/no>');</script>", "<!-- head -->\n", "\n ",
    "<base href=\"/base/\">", "<noscript><link rel=stylesheet href=/n.css></noscript>",
  };

  private static final String[] BODY = {
    "<p>Some words &amp; <b>more</b> of them: a &lt; b.</p>\n", "<a href=\"page-1.html\">one</a> ",
    "<a class='x y' href='/a?b=1&amp;c=2#d' title=\"a > b\">two</a>\n", "<a name=top></a>",
    "<A HREF=../up>up</A>", "<img src=x.png alt='x'><br/>", "<ul><li><a href=l1>1</a><li>2</ul>",
    "<table class=t><tr><td><a href=t1>x</a></td><th>y</th></tr></table>",
    "<table><thead><tr><th>h</thead><tbody><tr><td>a<td><a href=t2>b</a></tbody></table>",
    "<form action=/s><input name=q><select name=o><option>1<option selected>2</select></form>",
    "<svg width=1><path d=\"M0 0\"/><g><circle r=1></circle></g></svg>",
    "<a href=s><svg viewBox='0 0 1 1'><use xlink:href=\"#i\"></use></svg></a>",
    "<script>var x = \"<a href='/no'>\" + '</' + 'a>';</script>", "<!-- <a href=/no> -->",
    "<iframe src=/f></iframe>", "<textarea><a href=/no></textarea>", "<h2 id=h>Title</h2>",
    "<map><area shape=rect coords=1,2 href=/area></map>", "<noscript><a href=/ns>x</a></noscript>",
    "<div data-x='{\"a\": \"<b>\"}' @click=\"go()\" :key=k><a href='d1'>", "</a></div>", "<p>",
    "<nav><a href=\"/\">home</a><a href=\"\u00e9\">\u00e9</a></nav>", "<pre>\n code < x </pre>",
    "<button type=button>b</button>", "<a href=\"&#47;ent&eacute;\">e</a>", "<custom-el></custom-el>",
  };

  private PageSoup() {}

  static String anything(Random random) {
    var html = new StringBuilder();
    for (int left = 1 + random.nextInt(14); left > 0; left--) html.append(one(PIECES, random));
    return html.toString();
  }

  static String decent(Random random) {
    var html = new StringBuilder("<!DOCTYPE html>\n<html lang=en><head>");
    html.append(some(HEAD, random)).append("<title>A \u00e9 &amp;\n b</title>");
    html.append(some(HEAD, random)).append("</head>\n<body class=\"a b\">");
    return html.append(some(BODY, random)).append(some(BODY, random)).append("</html>").toString();
  }

  private static String some(String[] pieces, Random random) {
    var html = new StringBuilder();
    for (int left = random.nextInt(8); left > 0; left--) html.append(one(pieces, random));
    return html.toString();
  }

  private static String one(String[] pieces, Random random) {
    return pieces[random.nextInt(pieces.length)];
  }
}
