package weft.web;

import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/** JSON from and to records, lists and maps. */
final class Json {
  private static final Set<Class<?>> WHOLE =
      Set.of(
          byte.class,
          Byte.class,
          short.class,
          Short.class,
          int.class,
          Integer.class,
          long.class,
          Long.class,
          BigInteger.class);

  private static final JsonMapper MAPPER = StrictMapper.create();

  /** Each knows how its class is read, which is much to look up for a small text. */
  private static final ClassValue<ObjectReader> READERS =
      new ClassValue<>() {
        @Override
        protected ObjectReader computeValue(Class<?> type) {
          return MAPPER.readerFor(type);
        }
      };

  private Json() {}

  static byte[] write(@Nullable Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw unreachable(e).<RuntimeException>map(why -> new ProgramError(why, e)).orElse(e);
    }
  }

  static Type listOf(Class<?> type) {
    return MAPPER.getTypeFactory().constructCollectionType(List.class, type);
  }

  /** Reads a value; what is wrong with it is said in one line, with a 400. */
  static Object read(byte[] json, Type type) {
    if (json.length == 0) throw HttpError.badRequest("there is nothing, where JSON should be");
    try {
      Object value = reader(type).readValue(json);
      if (value == null) throw HttpError.badRequest("null, where something should be");
      return value;
    } catch (InvalidDefinitionException e) {
      throw new ProgramError(unreachable(e).orElse(oneLine(e.getOriginalMessage())), e);
    } catch (JacksonException e) {
      throw unreachable(e)
          .<RuntimeException>map(why -> new ProgramError(why, e))
          .orElseGet(() -> new HttpError(400, explain(e), e));
    }
  }

  private static ObjectReader reader(Type type) {
    return type instanceof Class<?> c
        ? READERS.get(c)
        : MAPPER.readerFor(MAPPER.constructType(type));
  }

  /** What to do where Jackson may not touch a class of the program, if that is what failed. */
  private static Optional<String> unreachable(JacksonException e) {
    if (!(e.getCause() instanceof IllegalAccessException)) return Optional.empty();
    Object from =
        e instanceof ValueInstantiationException v
            ? v.getType().getRawClass()
            : e.getPath().getLast().from();
    Class<?> type = from instanceof Class<?> c ? c : from.getClass();
    return Optional.of(
        type.getName()
            + " is out of reach for JSON: open the package to tools.jackson.databind (opens "
            + type.getPackageName()
            + " to tools.jackson.databind; in module-info.java)");
  }

  private static String explain(JacksonException e) {
    return switch (e) {
      case InvalidNullException n -> at(n) + "is missing";
      case InputCoercionException c -> at(c) + "should be " + kind(c.getTargetType()) + where(c);
      case ValueInstantiationException v when v.getCause() != null ->
          (v.getPath().isEmpty() ? "" : at(v)) + oneLine(String.valueOf(v.getCause().getMessage()));
      case MismatchedInputException m -> at(m) + "should be " + kind(m.getTargetType()) + where(m);
      case DatabindException d -> at(d) + "has a wrong value" + where(d);
      default -> "not JSON: " + oneLine(String.valueOf(e.getOriginalMessage())) + where(e);
    };
  }

  private static String at(JacksonException e) {
    var path = new StringBuilder();
    for (var step : e.getPath()) {
      if (step.getPropertyName() == null) path.append('[').append(step.getIndex()).append(']');
      else path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
    }
    return path.isEmpty() ? "the JSON " : path + ": ";
  }

  private static String kind(@Nullable Class<?> type) {
    if (type == null) return "something else";
    if (type == boolean.class || type == Boolean.class) return "true or false";
    if (WHOLE.contains(type)) return "a whole number";
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) return "a number";
    if (CharSequence.class.isAssignableFrom(type)) return "a text";
    if (type.isEnum()) return "one of " + String.join(", ", names(type));
    if (Iterable.class.isAssignableFrom(type) || type.isArray()) return "an array";
    return type.isRecord() ? "an object" : "of another kind";
  }

  private static String[] names(Class<?> type) {
    Object[] constants = type.getEnumConstants();
    var names = new String[constants.length];
    for (int i = 0; i < names.length; i++) names[i] = ((Enum<?>) constants[i]).name();
    return names;
  }

  private static String where(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    return location == null || location.getLineNr() < 1
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private static String oneLine(String message) {
    return message.lines().findFirst().orElse("").strip();
  }
}
