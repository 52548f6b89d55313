package weft.web;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.annotation.Annotation;
import java.lang.reflect.Executable;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Jackson, told to refuse what would lose something, and what isn't there. */
final class StrictMapper {
  private StrictMapper() {}

  static JsonMapper create() {
    var builder =
        JsonMapper.builder(
                JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfig(
                LogicalType.Textual,
                text ->
                    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .withCoercionConfig(
                LogicalType.Boolean,
                bool -> bool.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail));
    for (var scalar :
        new LogicalType[] {LogicalType.Integer, LogicalType.Float, LogicalType.Boolean})
      builder.withCoercionConfig(
          scalar, c -> c.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail));
    var usual = builder.annotationIntrospector();
    return builder
        .annotationIntrospector(AnnotationIntrospector.pair(usual, new Missing()))
        .build();
  }

  /**
   * What a component gets that the JSON doesn't have, or has as null: a collection is empty, one
   * that may be null is null, an Optional knows by itself, and all else is a mistake. Jackson's own
   * annotations say otherwise.
   */
  private static final class Missing extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public JsonSetter.@Nullable Value findSetterInfo(MapperConfig<?> config, Annotated member) {
      if (!(member instanceof AnnotatedParameter parameter)) return JsonSetter.Value.empty();
      var type = parameter.getType();
      if (type.isReferenceType() || mayBeNull(parameter)) return JsonSetter.Value.empty();
      return JsonSetter.Value.forValueNulls(type.isContainerType() ? Nulls.AS_EMPTY : Nulls.FAIL);
    }

    private static boolean mayBeNull(AnnotatedParameter parameter) {
      if (!(parameter.getMember() instanceof Executable creator)) return false;
      int i = parameter.getIndex();
      return Stream.concat(
              Arrays.stream(creator.getParameterAnnotations()[i]),
              Arrays.stream(creator.getAnnotatedParameterTypes()[i].getAnnotations()))
          .map(Annotation::annotationType)
          .anyMatch(a -> a.getSimpleName().equals("Nullable"));
    }
  }
}
