/** The weft command. */
module weft.cli {
  requires weft;
  requires weft.crawl;
  requires weft.web;
  requires java.management;
  requires jdk.attach;
  requires static org.jspecify;
  requires info.picocli;
  requires me.tongfei.progressbar;
}
