package weft.cli.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import weft.web.Routes;

/**
 * The files of the page, and the two libraries that it uses, all from the class path: the libraries
 * are WebJars, npm packages in jars.
 */
final class Assets {
  private static final ClassLoader LOADER = Assets.class.getClassLoader();

  private Assets() {}

  static void addTo(Routes page) {
    page.resources("/lib/uplot", LOADER, library("uplot"))
        .resources("/lib/preact", LOADER, library("preact"))
        .resources("/", LOADER, "weft/cli/live-page");
  }

  /** Where a library's files for browsers are; its version is part of that. */
  private static String library(String name) {
    String about = "META-INF/maven/org.webjars.npm/" + name + "/pom.properties";
    var properties = new Properties();
    try (InputStream in = LOADER.getResourceAsStream(about)) {
      if (in == null) throw new IllegalStateException(name + " is missing from this build");
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = properties.getProperty("version");
    return "META-INF/resources/webjars/" + name + "/" + version + "/dist";
  }
}
