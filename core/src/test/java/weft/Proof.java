package weft;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that takes its time to be sure: it goes through interleavings, repeats a race thousands of
 * times, makes a hundred thousand of something, counts bytes, or starts programs. {@code ./weft
 * test} runs it, {@code -DexcludedGroups=proof} leaves it out.
 */
@Tag("proof")
@net.jqwik.api.Tag("proof")
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Proof {}
