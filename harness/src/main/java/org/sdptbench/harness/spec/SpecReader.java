package org.sdptbench.harness.spec;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdptbench.reports.record.ChartKind;
import org.sdptbench.reports.record.Layout;

/** Reads specs. */
public final class SpecReader {
  /** The model role of a spec that names none. */
  public static final String DEFAULT_MODEL = "backbone";

  private final Vocabulary vocabulary;
  private final Scale scale;
  private final SchemaCheck schema = new SchemaCheck("spec.schema.json");

  /**
   * A reader for one scale.
   *
   * @param vocabulary the names that specs may use
   * @param scale the roles that specs may use
   */
  public SpecReader(Vocabulary vocabulary, Scale scale) {
    this.vocabulary = vocabulary;
    this.scale = scale;
  }

  /**
   * Reads files. A file's name is the spec's name.
   *
   * @throws InvalidInputException with all mistakes of all files
   * @throws IOException if a file exists and cannot be read
   */
  public List<Spec> read(List<Path> files) throws IOException, InvalidInputException {
    Problems problems = new Problems();
    List<YamlSource> sources = new ArrayList<>();
    Map<String, Path> names = new HashMap<>();
    for (Path file : files) {
      Optional<YamlSource> source = YamlSource.read(file, problems);
      if (source.isEmpty()) {
        continue;
      }
      check(source.get(), problems);
      checkName(source.get(), file, problems);
      Path other = names.putIfAbsent(source.get().root().path("name").asText(), file);
      if (other != null) {
        problems.add(
            Problem.of(
                Location.argument(file.toString()),
                "has the name of %s; names must differ within one run".formatted(other)));
      }
      sources.add(source.get());
    }
    problems.throwIfAny();
    return sources.stream().map(YamlSource::root).map(this::spec).toList();
  }

  /**
   * Reads a text.
   *
   * @param name what messages call it
   * @throws InvalidInputException with all mistakes
   */
  public Spec parse(String name, String yaml) throws IOException, InvalidInputException {
    Problems problems = new Problems();
    Optional<YamlSource> source = YamlSource.parse(name, yaml, problems);
    source.ifPresent(s -> check(s, problems));
    problems.throwIfAny();
    return spec(source.orElseThrow().root());
  }

  private void check(YamlSource source, Problems problems) {
    schema.check(source, problems);
    new SpecCheck(source, vocabulary, scale, problems).check();
    new ReportCheck(source, problems).check();
  }

  private static void checkName(YamlSource source, Path file, Problems problems) {
    JsonNode name = source.root().path("name");
    String expected = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    if (name.isTextual() && !name.textValue().equals(expected)) {
      problems.add(
          Problem.of(
              source.at(JsonPointer.compile("/name")),
              "name '%s' differs from the file's name".formatted(name.textValue()),
              expected));
    }
  }

  /** The model of a spec, or its role. */
  static String model(JsonNode root) {
    return root.path("model").asText(DEFAULT_MODEL);
  }

  /** The seeds of a file as {@link Seeds} reads them; empty if there are none. */
  static String seedText(JsonNode seeds) {
    return seeds.isArray() ? String.join(",", Nodes.texts(seeds)) : seeds.asText();
  }

  private static List<Long> seeds(JsonNode seeds) {
    return Seeds.parse(seedText(seeds)).orElse(List.of());
  }

  private static List<Long> longs(JsonNode list) {
    List<Long> values = new ArrayList<>();
    list.forEach(v -> values.add(v.longValue()));
    return values;
  }

  private Spec spec(JsonNode root) {
    List<Spec.Method> methods = new ArrayList<>();
    root.path("methods").forEach(m -> methods.add(method(m)));
    SettingSet recipe = vocabulary.recipe().all();
    JsonNode quick = root.path("quick");
    return new Spec(
        root.path("name").asText(),
        root.path("title").asText(),
        root.path("question").asText(),
        root.path("reproduces").asText(),
        model(root),
        Nodes.texts(root.path("tasks")),
        Nodes.texts(root.path("alsoTestedOn")),
        methods,
        root.has("shots") ? longs(root.path("shots")) : List.of(0L),
        root.has("seeds") ? seeds(root.path("seeds")) : List.of(0L),
        Nodes.settings(root.path("recipe"), recipe),
        matrix(root, methods),
        new Spec.Quick(
            Nodes.texts(quick.path("tasks")),
            Nodes.texts(quick.path("methods")),
            longs(quick.path("shots")),
            seeds(quick.path("seeds")),
            Nodes.settings(quick.path("recipe"), recipe)),
        report(root.path("report")));
  }

  private Spec.Method method(JsonNode node) {
    String name = node.isTextual() ? node.textValue() : node.path("method").asText();
    MethodInfo info = vocabulary.methods().find(name).orElseThrow();
    return new Spec.Method(
        name,
        info.title(),
        label(node, info, vocabulary.methods()),
        Nodes.settings(node.path("settings"), info.settings()),
        Nodes.settings(node.path("recipe"), vocabulary.recipe().all()),
        base(node));
  }

  /** What tables call an entry: its label, or its method's title and what is trained first. */
  static String label(JsonNode entry, MethodInfo method, MethodCatalog methods) {
    String title = method.title();
    if (entry.has("continues")) {
      title += " tuned further";
    } else if (entry.has("base")) {
      String below = entry.path("base").path("method").asText();
      title += " on " + methods.find(below).map(MethodInfo::title).orElse(below);
    }
    return entry.path("label").asText(title);
  }

  private Optional<Spec.Base> base(JsonNode entry) {
    if (entry.has("continues")) {
      return Optional.of(new Spec.Base.Continued(entry.path("continues").asText()));
    }
    JsonNode node = entry.path("base");
    return vocabulary
        .methods()
        .find(node.path("method").asText())
        .map(
            info ->
                new Spec.Base.Frozen(
                    info.name(),
                    info.title(),
                    Nodes.settings(node.path("settings"), info.settings()),
                    Nodes.settings(node.path("recipe"), vocabulary.recipe().all()),
                    node.path("task").asText()));
  }

  private Spec.Matrix matrix(JsonNode root, List<Spec.Method> methods) {
    SpecAxes axes = SpecOverrides.axes(vocabulary, scale, methods);
    JsonNode node = root.path("matrix");
    List<List<Axis>> zip = new ArrayList<>();
    node.path("zip").forEach(group -> zip.add(axes(group, axes)));
    return new Spec.Matrix(
        axes(node.path("product"), axes),
        zip,
        points(node.path("exclude"), axes),
        points(node.path("include"), axes));
  }

  private static List<Axis> axes(JsonNode map, SpecAxes axes) {
    List<Axis> result = new ArrayList<>();
    for (Map.Entry<String, JsonNode> axis : map.properties()) {
      AxisKey key = axes.key(axis.getKey());
      List<Object> values = new ArrayList<>();
      axis.getValue().forEach(v -> values.add(axes.parse(key, Nodes.scalar(v)).orElseThrow()));
      result.add(new Axis(key, values));
    }
    return result;
  }

  private static List<Map<AxisKey, Object>> points(JsonNode list, SpecAxes axes) {
    List<Map<AxisKey, Object>> points = new ArrayList<>();
    for (JsonNode entry : list) {
      Map<AxisKey, Object> point = new LinkedHashMap<>();
      Nodes.scalars(entry)
          .forEach(
              (name, value) -> {
                AxisKey key = axes.key(name);
                point.put(key, axes.parse(key, value).orElseThrow());
              });
      points.add(point);
    }
    return points;
  }

  private static Spec.ReportHints report(JsonNode node) {
    Spec.ReportHints byDefault = Spec.ReportHints.DEFAULT;
    Layout layout = byDefault.layout();
    return new Spec.ReportHints(
        new Layout(
            ReportCheck.rows(node).orElse(layout.rows()),
            ReportCheck.columns(node).orElse(layout.columns()),
            Nodes.texts(node.path("charts")).stream()
                .flatMap(word -> ChartKind.of(word).stream())
                .toList()),
        node.has("metrics") ? Nodes.texts(node.path("metrics")) : byDefault.metrics());
  }
}
