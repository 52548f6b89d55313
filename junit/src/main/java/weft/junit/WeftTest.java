package weft.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs on a deterministic loop in virtual time, where {@link Simulation} says how: an
 * hour of sleep takes no time, a schedule can be repeated, deadlocks and leaks are failures.
 *
 * <pre>{@code
 * @WeftTest
 * void givesUpAfterAnHour(TestClock clock) {
 *   assertThrows(TimeoutException.class, () -> timeout(ofHours(1), () -> new Promise<>().await()));
 *   assertEquals(ofHours(1), clock.elapsed());
 * }
 * }</pre>
 *
 * <p>The test class is made on the loop, too, where it is made for each test, and its
 * {@code @BeforeEach} and {@code @AfterEach} methods run there, each as a main task of its own.
 * They and the test may have parameters of the types {@link TestClock}, {@code Sequencer} and
 * {@code RandomGenerator}.
 *
 * <p>With several seeds, each is an invocation of its own, with a test instance of its own. Those
 * after the first that fails are not run.
 *
 * <p>The system property {@code weft.test.seed}, a number, has every {@code @WeftTest} run once,
 * with that seed; {@code weft.test.seeds} has those with seeds run with so many, and {@code
 * weft.test.first} has them begin with another than 1.
 *
 * <p>The JVM needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(WeftExtension.class)
public @interface WeftTest {
  /**
   * With how many seeds to run, from 1 on; 0 for one run in which what could run first runs first.
   */
  int seeds() default 0;

  /** The seeds to run with, instead of others. */
  long[] seed() default {};

  /** The limit of real time for each run, in seconds. */
  int limitSeconds() default 20;

  /** Whether a test that leaves something behind fails. */
  boolean leaks() default true;
}
