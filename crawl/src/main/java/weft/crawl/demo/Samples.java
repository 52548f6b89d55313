package weft.crawl.demo;

/** The hand-written documents of {@link Markup}. */
final class Samples {

  static final String LOOSE =
      """
      <TITLE>
        Loose &amp;
        free
      </TITLE>
      <A HREF=1>no quotes</A>
      <a class='x y'href='2'>single quotes, no space</a>
      <a
         id="3"
         href = "3"
      >spread over lines
      <a href="4" href="/never/second-attribute">twice the same attribute</a>
      <p><b><a href="5?a=1&b=2">bare ampersand</b></p></a>
      <a href="&#54;&#x2F;7">references</a>
      <a name="anchor">no link</a> <a href>none either; it leads here</a>
      """;

  static final String ENTITIES =
      """
      <!DOCTYPE html><title>Caf&eacute; &ldquo;Loom&rdquo; &lt;3</title>
      <a href="e?a=1&copy=2">no entity: an equals sign follows</a>
      <a href="e?a=1&amp;b=2">an entity</a>
      """;

  static final String HIDDEN =
      """
      <!DOCTYPE html>
      <!-- <title>Wrong</title> <a href="/never/in-a-comment">x</a> -->
      <title>Not what it seems <a href='/never/t'></title>
      <link rel="stylesheet" href="/never/style.css">
      <link rel="icon" href="/never/icon.ico">
      <script src="/never/script.js"></script>
      <script>document.write('<a href="/never/in-a-script">x</a>');</script>
      <style>/* <a href="/never/in-a-style">x</a> */</style>
      <textarea><a href="/never/in-a-textarea">x</a></textarea>
      <img src="/never/picture.png" alt="">
      <form action="/never/form"><input type="submit"></form>
      <a data-href="/never/data-attribute">x</a>
      <p title='<a href="/never/in-an-attribute">'>text &lt;a href="/never/escaped"&gt;</p>
      <a href="shown">The only link</a>
      """;

  static final String TWICE =
      """
      <!DOCTYPE html><html><head><title>The first title</title><title>The second</title></head>
      <body><a href="twice/first">x</a><a href="twice/first#again">y</a></body></html>
      """;

  static final String BASE =
      """
      <!DOCTYPE html><html><head><title>A base of its own</title>
      <base target="_top"><base href="/markup/far/away/page"><base href="/never/second-base/">
      </head><body>
      <a href="1">1</a> <a href="../2">2</a> <a href="/markup/3">3</a> <a href="./?q=4">4</a>
      </body></html>
      """;

  static final String RELATIVE_BASE =
      """
      <!DOCTYPE html><html><head><title>A relative base</title><base href="near/"></head>
      <body><a href="1">1</a></body></html>
      """;

  static final String OUTSIDE_BASE =
      """
      <!DOCTYPE html><html><head><title>A base outside</title>
      <base href="http://other.example/base/"></head>
      <body><a href="page">x</a> <a href="http://%s/markup/back-from-outside">y</a></body></html>
      """;

  private Samples() {}
}
