package org.sdptbench.reports.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON: sorted keys, shortest decimals that read back to the same double, absent instead
 * of null; unknown, missing and repeated fields and trailing text are errors.
 */
final class StrictJson {

  /** Far above any record; a larger file is not read. */
  private static final long LARGEST_FILE = 64L << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .annotationIntrospector(new RequiredUnlessNullable())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private StrictJson() {}

  static String toJson(Object value) {
    try {
      return MAPPER.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(sentence(e), e);
    }
  }

  /** Reads a file whose top-level {@code version} must be the one given. */
  static <T> T read(Path file, Class<T> type, ToIntFunction<T> version, int thisVersion)
      throws IOException {
    long size = Files.size(file);
    if (size > LARGEST_FILE) {
      throw new RecordFormatException(
          "%s bytes, more than the %s that a record may have".formatted(size, LARGEST_FILE));
    }
    return parse(Files.readString(file), type, version, thisVersion);
  }

  static <T> T parse(String json, Class<T> type, ToIntFunction<T> version, int thisVersion)
      throws RecordFormatException {
    try {
      T value = MAPPER.readValue(json.getBytes(StandardCharsets.UTF_8), type); // faster than text
      if (value != null && version.applyAsInt(value) == thisVersion) {
        return value;
      }
    } catch (IOException e) {
      // Of a file of another version, that it is one says more than what of it does not fit.
    }
    return explained(json, type, thisVersion);
  }

  /** Reads what is not as it should be once more, as the reason needs the whole tree. */
  private static <T> T explained(String json, Class<T> type, int thisVersion)
      throws RecordFormatException {
    try {
      JsonNode root = MAPPER.readTree(json);
      if (!root.isObject()) {
        throw new RecordFormatException("not a JSON object");
      }
      JsonNode version = root.path("version");
      if (version.isIntegralNumber() && version.longValue() != thisVersion) {
        throw new RecordFormatException(
            "format version %s is %s than %s, the one that this program reads"
                .formatted(
                    version.longValue(),
                    version.longValue() > thisVersion ? "newer" : "older",
                    thisVersion));
      }
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new RecordFormatException(sentence(e), e);
    }
  }

  /** Writes beside the file, then renames, so that no reader ever sees half a file. */
  static void write(Path file, Object value) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file's folder");
    Files.createDirectories(folder);
    Path temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(toJson(value).getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static String sentence(JsonProcessingException e) {
    String place =
        e.getLocation() == null || e.getLocation().getLineNr() < 1
            ? ""
            : "line %s, column %s: "
                .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    String field =
        e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
            ? mapping.getPath().stream()
                    .map(
                        r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
                    .collect(Collectors.joining("."))
                + ": "
            : "";
    return place + field + e.getOriginalMessage();
  }

  /** A record component that is not {@link Nullable} must be in the file. */
  private static final class RequiredUnlessNullable extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
      if (member instanceof AnnotatedParameter parameter
          && parameter.getMember() instanceof Executable constructor) {
        AnnotatedType type = constructor.getAnnotatedParameterTypes()[parameter.getIndex()];
        return !type.isAnnotationPresent(Nullable.class);
      }
      return super.hasRequiredMarker(member);
    }
  }
}
