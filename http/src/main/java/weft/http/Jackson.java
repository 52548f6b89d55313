package weft.http;

import java.lang.reflect.Type;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/** JSON by Jackson 3, which the program may have or not. */
final class Jackson implements JsonCodec {
  static final JsonCodec CODEC = new Jackson();

  /** Loaded only where it is used. */
  private static final class Mapper {
    static final ObjectMapper SHARED = JsonMapper.builder().build();

    private Mapper() {}

    static byte[] write(Object value) {
      try {
        return SHARED.writeValueAsBytes(value);
      } catch (JacksonException e) {
        throw reachable(e);
      }
    }

    static Object read(byte[] json, Type type) {
      try {
        return Objects.requireNonNull(
            SHARED.readValue(json, SHARED.constructType(type)), "the JSON is null");
      } catch (JacksonException e) {
        throw reachable(e);
      }
    }

    /** The same, unless Jackson may not touch a class: then that and what to do. */
    private static RuntimeException reachable(JacksonException e) {
      if (!(e.getCause() instanceof IllegalAccessException)) return e;
      Object from =
          e instanceof ValueInstantiationException v
              ? v.getType().getRawClass()
              : e.getPath().getLast().from();
      Class<?> type = from instanceof Class<?> c ? c : from.getClass();
      return new IllegalStateException(
          type.getName()
              + " is out of reach for JSON: open the package to tools.jackson.databind (opens "
              + type.getPackageName()
              + " to tools.jackson.databind; in module-info.java)",
          e);
    }
  }

  @Override
  public byte[] write(Object value) {
    try {
      return Mapper.write(value);
    } catch (NoClassDefFoundError e) {
      throw missing(e);
    }
  }

  @Override
  public Object read(byte[] json, Type type) {
    try {
      return Mapper.read(json, type);
    } catch (NoClassDefFoundError e) {
      throw missing(e);
    }
  }

  private static IllegalStateException missing(NoClassDefFoundError e) {
    return new IllegalStateException(
        "JSON needs Jackson 3 (tools.jackson.core:jackson-databind), or a JsonCodec of your own",
        e);
  }
}
