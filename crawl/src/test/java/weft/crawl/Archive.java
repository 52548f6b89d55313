package weft.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.netpreserve.jwarc.WarcCompression;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcRequest;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.Warcinfo;
import weft.crawl.fetch.Exchange;

/**
 * An archive as another library reads it, each record checked.
 *
 * @param bodies the payloads of the responses, by URL
 */
record Archive(
    List<WarcRequest> requests, List<WarcResponse> responses, Map<String, String> bodies) {
  static Archive read(Path file) throws IOException {
    var archive = new Archive(new ArrayList<>(), new ArrayList<>(), new HashMap<>());
    var warnings = new ArrayList<String>();
    try (var reader = new WarcReader(file)) {
      reader.onWarning(warnings::add);
      reader.setLenient(false);
      assertThat(reader.next()).get().isInstanceOf(Warcinfo.class);
      assertThat(reader.compression()).isEqualTo(WarcCompression.GZIP);
      for (var record = reader.next(); record.isPresent(); record = reader.next()) {
        archive.add(record.get());
      }
    }
    assertThat(warnings).isEmpty();
    return archive;
  }

  private void add(WarcRecord record) throws IOException {
    assertThat(record.version()).hasToString("WARC/1.1");
    switch (record) {
      case WarcRequest request -> {
        assertThat(request.http().method()).isEqualTo("GET");
        requests.add(request);
      }
      case WarcResponse response -> {
        WarcRequest request = requests.getLast();
        assertThat(response.target()).isEqualTo(request.target());
        assertThat(response.concurrentTo()).containsExactly(request.id());
        assertThat(request.concurrentTo()).containsExactly(response.id());
        assertThat(response.date()).isEqualTo(request.date());
        byte[] body = response.http().body().stream().readAllBytes();
        var digest = response.payloadDigest().orElseThrow();
        assertThat(digest.algorithm()).isEqualTo("sha256");
        assertThat(digest.hex()).isEqualTo(Exchange.sha256(body));
        bodies.put(response.target(), new String(body, UTF_8));
        responses.add(response);
      }
      default -> throw new AssertionError(record.type());
    }
  }
}
