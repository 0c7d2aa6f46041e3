package org.sdptbench.reports.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.file.WholeFile;

/**
 * Records as JSON: sorted keys, shortest decimals that read back to the same double, absent instead
 * of null; unknown, missing and repeated fields and trailing text are errors.
 */
final class StrictJson {

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

  private static final ObjectWriter CANONICAL =
      MAPPER
          .writer()
          .without(SerializationFeature.INDENT_OUTPUT)
          .with(StreamWriteFeature.USE_FAST_DOUBLE_WRITER);

  /** The field of a file that holds the digest of all others. */
  private static final String DIGEST = "digest";

  private StrictJson() {}

  static String toJson(Object value) {
    try {
      return MAPPER.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(sentence(e), e);
    }
  }

  /**
   * A kind of file.
   *
   * @param type what is in it
   * @param version its top-level {@code version}
   * @param oldest the oldest version that is read
   * @param newest the newest, which is the one that is written
   * @param sealed the first version that carries a digest of its content
   * @param largest the most bytes of a file, far above any; a larger one is not opened
   */
  record Format<T>(
      Class<T> type,
      ToIntFunction<T> version,
      int oldest,
      int newest,
      OptionalInt sealed,
      long largest) {
    /** Whether what says to be of this version must have a digest. */
    private boolean isSealed(int version) {
      return sealed.isPresent() && version >= sealed.getAsInt();
    }
  }

  /** Reads a file. */
  static <T> T read(Path file, Format<T> format) throws IOException {
    long size = Files.size(file);
    if (size > format.largest()) {
      throw new RecordFormatException(
          "%s bytes; a file of this kind may have at most %s".formatted(size, format.largest()));
    }
    return parse(Files.readString(file), format);
  }

  static <T> T parse(String json, Format<T> format) throws RecordFormatException {
    Seal seal = new Seal();
    try {
      T value = reader(format, seal).readValue(json.getBytes(StandardCharsets.UTF_8)); // fast
      int version = value == null ? 0 : format.version().applyAsInt(value);
      if (value != null && version >= format.oldest() && version <= format.newest()) {
        if (format.isSealed(version) || seal.isThere()) {
          seal.check(value);
        }
        return value;
      }
    } catch (RecordFormatException e) {
      throw e;
    } catch (IOException e) {
      // Of a file of another version, that it is one says more than what of it does not fit.
    }
    return explained(json, format);
  }

  private static <T> ObjectReader reader(Format<T> format, Seal seal) {
    ObjectReader reader = MAPPER.readerFor(format.type());
    return format.sealed().isPresent() ? reader.withHandler(seal) : reader;
  }

  /** Reads what is not as it should be once more, as the reason needs the whole tree. */
  private static <T> T explained(String json, Format<T> format) throws RecordFormatException {
    try {
      JsonNode root = MAPPER.readTree(json);
      if (!root.isObject()) {
        throw new RecordFormatException("not a JSON object");
      }
      JsonNode version = root.path("version");
      if (version.isIntegralNumber() && version.longValue() > format.newest()) {
        throw RecordFormatException.newer(
            "format version %s is newer than %s, the newest that this program reads"
                .formatted(version.longValue(), format.newest()));
      } else if (version.isIntegralNumber() && version.longValue() < format.oldest()) {
        throw new RecordFormatException(
            "format version %s is older than %s, the oldest that this program reads"
                .formatted(version.longValue(), format.oldest()));
      }
      return reader(format, new Seal()).readValue(json);
    } catch (JsonProcessingException e) {
      throw new RecordFormatException(sentence(e), e);
    }
  }

  /** Writes beside the file, has it on the disk, then renames. */
  static void write(Path file, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    WholeFile.keep(file, out -> out.write(bytes));
  }

  /** As {@link #toJson}, with the digest of all else as one more field. */
  static String toSealedJson(Object value) {
    ObjectNode node = MAPPER.valueToTree(value);
    node.put(DIGEST, digest(value));
    ObjectNode sorted = MAPPER.createObjectNode();
    new TreeMap<>(
            node.propertyStream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
        .forEach(sorted::set);
    return toJson(sorted);
  }

  /**
   * SHA-256 of a value's canonical JSON: keys sorted, nothing between them, doubles as Jackson
   * writes them, which no version of Java changes. How a file is indented does not matter.
   */
  static String digest(Object value) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha)) {
        CANONICAL.writeValue(out, value);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("no JSON: " + e.getMessage(), e);
    }
  }

  /** Takes the digest, which is of the file and not of what is in it, while a file is read. */
  private static final class Seal extends DeserializationProblemHandler {
    private String found = "";

    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser parser,
        JsonDeserializer<?> deserializer,
        Object beanOrClass,
        String name)
        throws IOException {
      boolean ofFile = beanOrClass instanceof RunRecord || beanOrClass == RunRecord.class;
      if (!ofFile || !name.equals(DIGEST) || !parser.hasToken(JsonToken.VALUE_STRING)) {
        return false;
      }
      found = parser.getText();
      return true;
    }

    boolean isThere() {
      return !found.isEmpty();
    }

    void check(Object value) throws RecordFormatException {
      String is = StrictJson.digest(value);
      if (found.isEmpty()) {
        throw new RecordFormatException("damaged: without a digest of its content");
      } else if (!found.equals(is)) {
        throw new RecordFormatException(
            "damaged: its digest is %.12s…, that of its content %.12s…; it was changed after it was"
                    .formatted(found, is)
                + " written");
      }
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
