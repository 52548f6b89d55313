package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static weft.Weft.run;

import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.http.Http;

/** A record that Jackson may not touch, in a program that is a module. */
@Timeout(60)
class ClosedPackageTest {
  private static Class<?> users(Path folder) throws Exception {
    Path info =
        Files.writeString(folder.resolve("module-info.java"), "module app { exports app; }");
    Path type = Files.createDirectories(folder.resolve("app")).resolve("Users.java");
    Files.writeString(
        type,
        "package app; public class Users { record User(String name) {}"
            + " public static Object ada() { return new User(\"Ada\"); } }");
    int failed =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, "-d", "" + folder, "" + info, "" + type);
    assertThat(failed).isZero();
    var boot = ModuleLayer.boot();
    var app =
        Configuration.resolve(
            ModuleFinder.of(folder),
            List.of(boot.configuration()),
            ModuleFinder.of(),
            Set.of("app"));
    return ModuleLayer.defineModulesWithOneLoader(
            app, List.of(boot), ClassLoader.getSystemClassLoader())
        .layer()
        .findLoader("app")
        .loadClass("app.Users");
  }

  @Test
  void isTheServersFaultAndTheLogSaysWhatToDo(@TempDir Path folder) throws Exception {
    Object ada = users(folder).getMethod("ada").invoke(null);
    var routes =
        new Routes()
            .post("/users", r -> Response.text("" + r.json(ada.getClass())))
            .get("/users", _ -> Response.json(List.of(ada)));
    try (var log = new Logged()) {
      run(() ->
          Web.server(routes)
              .serve(server -> {
                for (String method : List.of("POST", "GET")) {
                  var reply = RawHttp.call(server.port(), method, "/users", "{\"name\":\"Ada\"}");
                  assertThat(reply.status()).isEqualTo(500);
                  assertThat(reply.text()).isEqualTo("internal error\n");
                }
              }));
      String rest =
          " /users: app.Users$User is out of reach for JSON: open the package to tools.jackson.databind"
              + " (opens app to tools.jackson.databind; in module-info.java)";
      assertThat(log.messages()).containsExactly("POST" + rest, "GET" + rest);
    }
  }

  @Test
  void theClientSaysItToo(@TempDir Path folder) throws Exception {
    Object ada = users(folder).getMethod("ada").invoke(null);
    var routes = new Routes().get("/", _ -> Response.json(Map.of("name", "Ada")));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var http = Http.open()) {
                String url = server.uri() + "/";
                assertSaysWhatToDo(() -> http.post(url, r -> r.json(ada)));
                assertSaysWhatToDo(() -> http.get(url).json(ada.getClass()));
              }
            }));
  }

  private static void assertSaysWhatToDo(ThrowingCallable call) {
    assertThatIllegalStateException()
        .isThrownBy(call)
        .withMessageStartingWith("app.Users$User is out of reach for JSON: open the package");
  }
}
