package weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import weft.testing.PostgresServer;

/** Programs that {@code weft run} runs. */
@Timeout(180)
class RunCommandTest {
  private static final String WAITING =
      """
      import module weft;
      import static weft.Weft.*;
      void main() {
          run(() -> {
              try {
                  IO.println("ready");
                  sleep(Duration.ofHours(1));
              } finally {
                  shield(() -> { sleep(Duration.ofMillis(300)); IO.println("cleaned up"); });
              }
          });
      }
      """;

  @TempDir Path dir;

  private ForkedCli run(String source, String... args) throws Exception {
    return runWith(List.of(), source, args);
  }

  private ForkedCli runWith(List<String> options, String source, String... args) throws Exception {
    Files.writeString(dir.resolve("Program.java"), source);
    var all = new ArrayList<>(List.of("run"));
    all.addAll(options);
    all.add("Program.java");
    all.addAll(List.of(args));
    return ForkedCli.start(dir, all.toArray(String[]::new));
  }

  @Test
  void aProgramHasItsArgumentsTheFolderAndItsExitCode() throws Exception {
    String source =
        """
        import module weft;
        import weft.sync.Mutex;
        import static weft.Weft.*;
        void main(String[] args) {
            run(() -> {
                try (var _ = new Mutex().acquire()) { IO.println(gather(List.of(1, 2), n -> n + 1)); }
            });
            IO.println(String.join("|", args) + " " + Files.exists(Path.of("Program.java")));
            System.exit(7);
        }
        """;
    try (var program = run(source, "--help", "a b", "-x")) {
      assertThat(program.end()).as(program.text()).isEqualTo(7);
      assertThat(program.text()).isEqualTo("[2, 3]\n--help|a b|-x true");
    }
  }

  @Test
  void theOtherModulesAreThereToo() throws Exception {
    String source =
        """
        import weft.crawl.CrawlSettings;
        import weft.http.Http;
        void main() {
            IO.println(CrawlSettings.class.getModule().getName() + " " + Http.class.getModule().getName());
        }
        """;
    try (var program = run(source)) {
      assertThat(program.end()).as(program.text()).isZero();
      assertThat(program.text()).isEqualTo("weft.crawl weft.http");
    }
  }

  /** On the module path: the HTTP client is no module, and nobody knew what it needs. */
  @Test
  void aProgramCanCallAndCrawl() throws Exception {
    String source =
        """
        import module weft;
        import module weft.http;
        import module weft.crawl;
        import static weft.Weft.*;
        void main() throws Exception {
            var site = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress("localhost", 0), 0);
            site.createContext("/", call -> { call.sendResponseHeaders(204, -1); call.close(); });
            site.start();
            String url = "http://localhost:" + site.getAddress().getPort() + "/";
            run(() -> {
                try (var http = Http.open()) { IO.println(http.get(url).status()); }
                var settings = CrawlSettings.builder(Path.of("results")).build();
                IO.println(Crawl.of(settings).run(url).end());
            });
            site.stop(0);
        }
        """;
    try (var program = run(source)) {
      assertThat(program.end()).as(program.text()).isZero();
      assertThat(program.text()).isEqualTo("204\nCOMPLETE");
    }
  }

  @Test
  void aProgramCanUsePostgres() throws Exception {
    String source =
        """
        import module weft.sql;
        import static weft.Weft.*;
        void main(String[] args) {
            run(() -> {
                try (var db = Database.open(args[0])) { IO.println(db.one(String.class, "select 'a ' || ?", "row")); }
            });
        }
        """;
    try (var program = run(source, PostgresServer.url())) {
      assertThat(program.end()).as(program.text()).isZero();
      assertThat(program.text()).isEqualTo("a row");
    }
  }

  @Test
  void aProgramCanSimulate() throws Exception {
    String source =
        """
        import module weft;
        import module weft.junit;
        import static weft.Weft.*;
        void main() {
            Simulation.seeds(3).run(() -> sleep(Duration.ofDays(1)));
            IO.println("three days");
        }
        """;
    try (var program = run(source)) {
      assertThat(program.end()).as(program.text()).isZero();
      assertThat(program.text()).isEqualTo("three days");
    }
  }

  @Test
  void aProgramCanBringItsLibraries() throws Exception {
    Path library = Files.createDirectory(dir.resolve("lib")).resolve("library.jar");
    try (var jar = new JarOutputStream(Files.newOutputStream(library))) {
      jar.putNextEntry(new JarEntry("words.txt"));
      jar.write("brought along".getBytes(UTF_8));
    }
    String source =
        """
        void main(String[] args) throws Exception {
            try (var in = ClassLoader.getSystemResourceAsStream("words.txt")) {
                IO.println(new String(in.readAllBytes()) + " " + args.length);
            }
        }
        """;
    for (var option : List.of("-cp", "--class-path")) {
      try (var program = runWith(List.of(option, "lib/library.jar"), source, "-cp", "x")) {
        assertThat(program.end()).as(program.text()).isZero();
        assertThat(program.text()).isEqualTo("brought along 2");
      }
    }
    try (var program = runWith(List.of("--class-path=lib/none.jar"), source)) {
      assertThat(program.end()).isEqualTo(2);
      assertThat(program.text())
          .startsWith("weft run: --class-path: there is no file lib/none.jar\n");
    }
  }

  @Test
  void namesThatClashAndBodiesWithoutBracesHaveAHint() throws Exception {
    String source =
        """
        import module weft;
        import static weft.Weft.*;
        Clock clock;
        Flow<String> flow;
        void main() { scope(s -> work()); }
        void work() {}
        """;
    try (var program = run(source)) {
      assertThat(program.end()).isEqualTo(1);
      assertThat(program.text())
          .contains("reference to Flow is ambiguous")
          .endsWith(
              """
              error: compilation failed
              hint: weft.* wins over import module: add import weft.*; import weft.sync.*; \
              import weft.channel.*; import weft.flow.*;
              hint: a body of one void call needs braces: s -> { work(); }\
              """);
    }
    String header =
        "import weft.*; import weft.sync.*; import weft.channel.*; import weft.flow.*;\n";
    try (var program = run(header + source.replace("work())", "{ work(); })"))) {
      assertThat(program.end()).as(program.text()).isZero();
    }
  }

  @Test
  void whatNewcomersForgetHasAHint() throws Exception {
    String source =
        """
        import module weft.http;
        import module weft.web;
        import module weft.sql;
        import weft.flow.Flow;
        Duration duration;
        void main() { run(() -> { both(); }); }
        void both() throws IOException, InterruptedException {
          weft.Weft.run(() -> { Thread.sleep(1); throw new IOException(); });
        }
        void all(Flow<String> flow) { for (var x : flow) {} }
        Response response;
        """;
    try (var program = run(source)) {
      assertThat(program.end()).isEqualTo(1);
      assertThat(program.text())
          .contains("hint: weft.http and weft.web have")
          .contains("hint: import module weft.sql; brings java.sql and java.xml along")
          .contains("import static weft.Weft.*;")
          .contains("for (var x : flow.iterate())");
    }
    String rest =
        "import static weft.Weft.*;\n"
            + source
                .replace("for (var x : flow)", "for (var x : flow.iterate())")
                .replace("import module weft.sql", "import weft.sql.*")
                .replace("Response response", "weft.web.Response response")
                .replace("weft.Weft.run", "run");
    try (var program = run(rest)) {
      assertThat(program.end()).isEqualTo(1);
      assertThat(program.text()).contains("hint: where a body throws two types of exceptions");
    }
  }

  @Test
  void otherErrorsAndFailuresHaveNoHint() throws Exception {
    String clashOfOthers =
        """
        import module java.desktop;
        import module java.base;
        List<String> names;
        void main() { int x = work(); }
        void work() {}
        """;
    try (var program = run(clashOfOthers)) {
      assertThat(program.end()).isEqualTo(1);
      assertThat(program.text()).contains("ambiguous").doesNotContain("hint");
    }
    try (var program = run("void main() { throw new IllegalStateException(); }")) {
      assertThat(program.end()).isEqualTo(1);
      assertThat(program.text()).contains("IllegalStateException").doesNotContain("hint");
    }
  }

  /** The compiler would fail itself if it didn't find the annotations of Weft's signatures. */
  @Test
  void whatFitsNoMethodIsSaidSo() throws Exception {
    String wrong =
        """
        import module weft;
        import static weft.Weft.*;
        void main() { Runnable work = () -> {}; run(() -> { scope(s -> { s.start("a", work); }); }); }
        """;
    try (var program = run(wrong)) {
      assertThat(program.end()).isEqualTo(1);
      assertThat(program.text()).contains("no suitable method found for start(String,Runnable)");
    }
  }

  @Test
  void whatCanNotBeCompiledSaysWhere() throws Exception {
    try (var program = run("void main() { int x = \"a\"; }")) {
      assertThat(program.end()).isEqualTo(1);
      assertThat(program.text())
          .contains("Program.java:1: error: incompatible types")
          .doesNotContain("hint");
    }
  }

  /** A terminal sends the signal to both; each gets it here in turn. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void ctrlCIsTheProgramsOwnBusiness() throws Exception {
    try (var program = run(WAITING)) {
      program.awaitLine("ready"::equals);
      program.signal("INT");
      program.signalChildren("INT");
      assertThat(program.end()).isEqualTo(130);
      assertThat(program.text()).isEqualTo("ready\ncleaned up");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aRequestToTerminateIsPassedOn() throws Exception {
    try (var program = run(WAITING)) {
      program.awaitLine("ready"::equals);
      program.signal("TERM");
      assertThat(program.end()).isEqualTo(143);
      assertThat(program.text()).isEqualTo("ready\ncleaned up");
    }
  }
}
