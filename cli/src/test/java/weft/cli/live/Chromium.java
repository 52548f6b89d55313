package weft.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A Chromium without a window, with one tab, driven by its DevTools protocol. For one thread. */
final class Chromium implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final String READY = "DevTools listening on ";

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final String session;
  private int requests;

  /** Where it is installed, if it is. */
  static Optional<Path> executable() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(folder ->
            Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  Chromium(Path executable, Path profile) throws Exception {
    process =
        new ProcessBuilder(
                executable.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank")
            .redirectOutput(profile.resolve("out.txt").toFile())
            .start();
    socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create(address()), new JsonListener(this::heard))
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    String target =
        call("Target.createTarget", "", Map.of("url", "about:blank")).get("targetId").asString();
    session =
        call("Target.attachToTarget", "", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asString();
    call("Page.enable", Map.of());
    call("Runtime.enable", Map.of());
  }

  /** It says so in one line of its errors, the rest of which is of no interest. */
  private String address() throws IOException {
    var errors =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    String line = errors.readLine();
    while (line != null && !line.startsWith(READY)) line = errors.readLine();
    assertThat(line).as("the address of DevTools").isNotNull();
    Thread.ofVirtual()
        .start(() -> {
          try (errors) {
            while (errors.readLine() != null) {}
          } catch (IOException _) {
            // it has ended
          }
        });
    return line.substring(READY.length());
  }

  private void heard(JsonNode message) {
    if (message.has("id")) answers.add(message); // else an event
    else if (message.path("method").asString("").equals("Runtime.exceptionThrown")) {
      problems.add(message.toString());
    }
  }

  /** What went wrong in the page's scripts. */
  final BlockingQueue<String> problems = new LinkedBlockingQueue<>();

  private JsonNode call(String method, Map<String, ?> values) throws Exception {
    return call(method, session, values);
  }

  private JsonNode call(String method, String of, Map<String, ?> values) throws Exception {
    var request = JsonListener.JSON.createObjectNode().put("id", ++requests).put("method", method);
    if (!of.isEmpty()) request.put("sessionId", of);
    request.set("params", JsonListener.JSON.valueToTree(values));
    socket.sendText(request.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    JsonNode answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(answer).as("an answer to %s", method).isNotNull();
    assertThat(answer.has("error")).as(answer.toString()).isFalse();
    return answer.get("result");
  }

  void open(String url) throws Exception {
    call("Page.navigate", Map.of("url", url));
  }

  /** A window of this size, light or dark, as a phone has it or not. */
  void look(int width, int height, boolean dark, boolean phone) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
    var scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    call("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
  }

  /** What an expression comes to, as text; a promise is waited for. */
  String evaluate(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    assertThat(result.has("exceptionDetails")).as(result.toString()).isFalse();
    return result.get("result").path("value").asString("");
  }

  /** Waits until a condition holds, looked at whenever the page draws a frame. */
  void await(String condition) throws Exception {
    String done =
        evaluate(
            """
            new Promise((done) => {
              const from = performance.now();
              const look = () => {
                if (%s) done("yes");
                else if (performance.now() - from > 50000) done("no: " + document.body.innerText);
                else setTimeout(look, 20);
              };
              look();
            })\
            """
                .formatted(condition));
    assertThat(done).as(condition).isEqualTo("yes");
  }

  void screenshot(Path file) throws Exception {
    JsonNode result = call("Page.captureScreenshot", Map.of("format", "png"));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(result.get("data").asString()));
  }

  @Override
  public void close() throws Exception {
    socket.abort();
    http.shutdownNow();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS); // only then can its files be deleted
  }
}
