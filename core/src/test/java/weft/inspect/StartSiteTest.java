package weft.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.gather;
import static weft.Weft.scope;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Debug;
import weft.Promise;

/** Where a task was started, which debug mode keeps. */
@Timeout(60)
class StartSiteTest {
  private final Promise<String> never = new Promise<>();

  @AfterEach
  void off() {
    Debug.off();
  }

  @Test
  void itIsTheInnermostFrameThatIsNotWefts() {
    Debug.on();
    scope(s -> {
      startsHere(s);
      s.start("gathers", () -> gathersHere());
      var tree =
          Pictures.until(t -> Pictures.has(t, "site") && Pictures.has(t, "piece 1 of gather"));
      var site = Pictures.task(tree, "site").startedAt().orElseThrow();
      assertThat(site.getMethodName()).isEqualTo("startsHere");
      assertThat(site.getFileName()).isEqualTo("StartSiteTest.java");
      assertThat(Pictures.task(tree, "piece 1 of gather").startedAt().orElseThrow().getMethodName())
          .isEqualTo("gathersHere");
      s.cancel("seen");
    });
  }

  private void startsHere(weft.Scope s) {
    s.start("site", never::await);
  }

  private void gathersHere() {
    gather(List.of(1, 2), _ -> never.await());
  }
}
