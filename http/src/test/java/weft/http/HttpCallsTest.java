package weft.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.http.HttpException.Reason;

/** What a program says, and what a real server hears. */
class HttpCallsTest {
  record User(String name, int age) {}

  private JdkServer server;
  private Http http;

  @BeforeEach
  void open() throws Exception {
    server = new JdkServer(JdkServer::echo);
    http = Http.open();
  }

  @AfterEach
  void close() {
    http.close();
    server.close();
  }

  @Test
  void methodsHaveTheirShortForms() throws Exception {
    String url = server.url("/x");
    assertThat(http.get(url).text()).startsWith("GET /x null");
    assertThat(http.head(url).text()).isEmpty();
    assertThat(http.post(url, Content.text("ä")).text())
        .startsWith("POST /x text/plain; charset=utf-8")
        .endsWith(" ä");
    assertThat(http.put(url, Content.text("b")).text()).startsWith("PUT").endsWith(" b");
    assertThat(http.patch(url, Content.text("c")).text()).startsWith("PATCH").endsWith(" c");
    assertThat(http.delete(url).text()).startsWith("DELETE /x");
    assertThat(http.request("OPTIONS", url, r -> r).text()).startsWith("OPTIONS /x");
    assertThat(http.put(url, r -> r.bearer("t").content(Content.text("b"))).text())
        .startsWith("PUT /x text/plain; charset=utf-8 Bearer t")
        .endsWith(" b");
    assertThat(http.patch(url, r -> r.bearer("t")).text()).startsWith("PATCH /x null Bearer t");
    assertThat(http.delete(url, r -> r.bearer("t")).text()).startsWith("DELETE /x null Bearer t");
    assertThatThrownBy(() -> http.get(url, _ -> null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("the request that the function returned");
    assertThat(Used.connections(http)).isEqualTo(new Used(0, 1, 0));
  }

  @Test
  void queryParametersAreEncoded() throws Exception {
    String url = server.url("/x?a=1#part");
    assertThat(http.get(url, r -> r.query("q", "ä b&c=d+*~").query("n", 2)).text())
        .startsWith("GET /x?a=1&q=%C3%A4%20b%26c%3Dd%2B%2A~&n=2 ");
    assertThat(Request.get("http://h/").query("a", 1).url()).isEqualTo("http://h/?a=1");
  }

  @Test
  void formsAreEncoded() throws Exception {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", "Ada & Co");
    fields.put("ä", "1+1");
    assertThat(http.post(server.url("/"), Content.form(fields)).text())
        .startsWith("POST / application/x-www-form-urlencoded")
        .endsWith(" name=Ada+%26+Co&%C3%A4=1%2B1");
  }

  @Test
  void formsWithFilesAreMultipart(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "some\nnotes");
    Content form =
        Multipart.form()
            .field("title", "Weaving")
            .field("meta", Content.json(Map.of("a", 1)))
            .file("file", file)
            .file("odd\"name", "a\r\nb.bin", Content.bytes(new byte[] {65}, "image/x"))
            .content();
    String heard = http.post(server.url("/"), form).text();
    String boundary = heard.replaceFirst("(?s).*boundary=(\\S+) .*", "$1");
    assertThat(heard.substring(heard.indexOf("--" + boundary)))
        .isEqualTo(
            """
            --B
            Content-Disposition: form-data; name="title"

            Weaving
            --B
            Content-Disposition: form-data; name="meta"
            Content-Type: application/json

            {"a":1}
            --B
            Content-Disposition: form-data; name="file"; filename="notes.txt"
            Content-Type: text/plain

            some
            notes
            --B
            Content-Disposition: form-data; name="odd%22name"; filename="a%0D%0Ab.bin"
            Content-Type: image/x

            A
            --B--
            """
                .replace("--B", "--" + boundary)
                .replace("\n", "\r\n")
                .replace("some\r\nnotes", "some\nnotes"));
  }

  @Test
  void jsonGoesBothWays() throws Exception {
    try (var back =
        new JdkServer(
            e -> JdkServer.answer(e, 200, new String(e.getRequestBody().readAllBytes(), UTF_8)))) {
      var ada = new User("Ada", 36);
      assertThat(http.post(back.url("/"), r -> r.json(ada)).json(User.class)).isEqualTo(ada);
      assertThat(http.post(back.url("/"), r -> r.json(List.of(ada))).json(User[].class))
          .containsExactly(ada);
      var list = http.post(back.url("/"), r -> r.json(List.of(ada, ada)));
      assertThat(list.header("content-length")).hasValue("49");
      assertThat(list.jsonList(User.class)).containsExactly(ada, ada);
      assertThat(http.post(back.url("/"), Content.text("[]")).jsonList(Integer.class)).isEmpty();
      for (String no : List.of("[null]", "{}", "[{\"name\": 1")) {
        assertThatThrownBy(() -> http.post(back.url("/"), Content.text(no)).jsonList(User.class))
            .as(no)
            .isInstanceOfSatisfying(
                HttpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BODY));
      }
      assertThatThrownBy(() -> http.post(back.url("/"), Content.text("{")).json(User.class))
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BODY))
          .hasMessageContaining("is no JSON of a ");
    }
  }

  @Test
  void textHasTheCharsetThatTheServerSays() throws Exception {
    byte[] latin = "é".getBytes(ISO_8859_1);
    byte[] marked = "\uFEFFé".getBytes(UTF_8);
    try (var a = TestServer.ok("Content-Type: text/html; Charset=\"iso-8859-1\"\n", latin);
        var b = TestServer.ok("Content-Type: text/plain; charset=nonsense\n", "é".getBytes(UTF_8));
        var c = TestServer.ok("", marked)) {
      for (var server : List.of(a, b, c))
        assertThat(http.get(server.url("/")).text()).isEqualTo("é");
    }
  }

  @Test
  void usualHeadersBaseAndCredentialsAreAdded() throws Exception {
    var options =
        HttpOptions.defaults()
            .baseUrl(server.url("/api"))
            .header("X-Usual", "yes")
            .credentials(server.url("/"), Credentials.basic("ada", "secret"));
    try (var client = Http.open(options)) {
      assertThat(client.get("/users").text())
          .startsWith("GET /api/users null Basic YWRhOnNlY3JldA== yes");
      assertThat(client.get("users", r -> r.header("X-Usual", "no").bearer("t")).text())
          .startsWith("GET /api/users null Bearer t no");
      String elsewhere = "http://127.0.0.1:" + server.port() + "/"; // another origin
      assertThat(client.get(elsewhere).text()).startsWith("GET / null null yes");
    }
  }

  @Test
  void aBadStatusIsAnAnswerUnlessSuccessIsRequired() throws Exception {
    try (var missing = new JdkServer(e -> JdkServer.answer(e, 404, "no"))) {
      Response response = http.get(missing.url("/"));
      assertThat(response.status()).isEqualTo(404);
      assertThat(response.text()).isEqualTo("no");
      assertThatThrownBy(response::requireSuccess)
          .isInstanceOfSatisfying(
              HttpException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.STATUS);
                assertThat(e.status()).isEqualTo(404);
                assertThat(e.isTransient()).isFalse();
              });
    }
    assertThat(http.get(server.url("/")).requireSuccess().isSuccess()).isTrue();
  }

  @Test
  void aBodyThatIsTooLargeForMemoryIsRefused() throws Exception {
    try (var client = Http.open(HttpOptions.defaults().maxBody(5))) {
      assertThatThrownBy(() -> client.get(server.url("/")))
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
      assertThat(Used.connections(client)).isEqualTo(new Used(0, 0, 0));
    }
  }

  @Test
  void secretsAreNotShown() {
    assertThat(Credentials.basic("ada", "secret").toString()).isEqualTo("basic credentials");
    assertThat(HttpProxy.of("http://ada:secret@h:1").toString()).isEqualTo("proxy h:1");
  }

  @Test
  void aCallThatTakesTooLongNamesTheWholeUrlAndAClosedClientSaysSo() throws Exception {
    var end = new java.util.concurrent.CountDownLatch(1);
    var limit = java.time.Duration.ofMillis(30);
    try (var server =
            new TestServer((_, _) -> {
              end.await();
              return false;
            });
        var http = Http.open(HttpOptions.defaults().baseUrl(server.url("/v1")))) {
      assertThatThrownBy(() -> http.get("/slow", r -> r.timeout(limit)))
          .hasMessage("the call to " + server.url("/v1/slow") + " took longer than it may");
      end.countDown();
      http.close();
      assertThatThrownBy(() -> http.get("/"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the client is closed");
    }
  }
}
