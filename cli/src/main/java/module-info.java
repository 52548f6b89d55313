/** The weft command. */
module weft.cli {
  requires weft;
  requires weft.crawl;
  requires weft.web;
  requires java.compiler;
  requires java.management;
  requires jdk.attach;
  requires jdk.compiler;
  requires static org.jspecify;
  requires info.picocli;
  requires me.tongfei.progressbar;

  opens weft.cli.live; // to JSON
}
