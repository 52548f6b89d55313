package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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
    Files.writeString(dir.resolve("Program.java"), source);
    var all = new String[args.length + 2];
    all[0] = "run";
    all[1] = "Program.java";
    System.arraycopy(args, 0, all, 2, args.length);
    return ForkedCli.start(dir, all);
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
  void whatCanNotBeCompiledSaysWhere() throws Exception {
    try (var program = run("void main() { int x = \"a\"; }")) {
      assertThat(program.end()).isEqualTo(1);
      assertThat(program.text()).contains("Program.java:1: error: incompatible types");
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
