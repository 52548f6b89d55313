package weft.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.http.Used.connections;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.http.HttpException.Reason;

class HttpPoolTest {
  @Test
  void whereThereAreAsManyAsThereMayBeTheOldestMakesRoomAndNoOther() throws Exception {
    List<TestServer> servers = new ArrayList<>();
    try (var http = Http.open(HttpOptions.defaults().connections(3, 3))) {
      for (int i = 0; i < 4; i++) servers.add(TestServer.ok("", new byte[] {1}));
      for (int i : new int[] {0, 1, 2, 0, 3}) http.get(servers.get(i).url("/"));
      assertThat(connections(http)).isEqualTo(connections(0, 3, 0));
      for (int i : new int[] {3, 0, 2}) http.get(servers.get(i).url("/"));
      assertThat(servers)
          .extracting(server -> server.connections.get())
          .containsExactly(1, 1, 1, 1);
      http.get(servers.get(1).url("/"));
      assertThat(servers.get(1).connections).hasValue(2);
      assertThat(connections(http)).isEqualTo(connections(0, 3, 0));
    } finally {
      for (var server : servers) server.close();
    }
  }

  @Test
  void aClosedClientKeepsNoConnectionThatIsGivenBackLater() throws Exception {
    try (var server = TestServer.ok("", new byte[100_000])) {
      var http = Http.open();
      try (var late = http.stream(server.url("/"))) {
        http.close();
        assertThatThrownBy(() -> late.bytes(1_000_000))
            .isInstanceOfSatisfying(
                HttpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONNECTION_LOST));
      }
      assertThat(connections(http)).isEqualTo(connections(0, 0, 0));
      assertThatThrownBy(() -> http.get(server.url("/"))).hasMessage("the client is closed");
    }
  }
}
