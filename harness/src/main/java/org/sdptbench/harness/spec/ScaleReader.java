package org.sdptbench.harness.spec;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads scales. */
public final class ScaleReader {
  private final Vocabulary vocabulary;
  private final SchemaCheck schema = new SchemaCheck("scale.schema.json");
  private final SchemaCheck rates = new SchemaCheck("rates.schema.json");
  private final SchemaCheck calibration = new SchemaCheck("calibration.schema.json");

  /**
   * A reader.
   *
   * @param vocabulary the names that scales may use
   */
  public ScaleReader(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException with all mistakes
   * @throws IOException if the file exists and cannot be read
   */
  public Scale read(Path file) throws IOException, InvalidInputException {
    Problems problems = new Problems();
    Optional<YamlSource> source = YamlSource.read(file, problems);
    return checked(source, file.resolveSibling(""), problems);
  }

  /**
   * Reads a text.
   *
   * @param name what messages call it
   * @throws InvalidInputException with all mistakes
   */
  public Scale parse(String name, String yaml) throws IOException, InvalidInputException {
    Problems problems = new Problems();
    Optional<YamlSource> source = YamlSource.parse(name, yaml, problems);
    return checked(source, Path.of(""), problems);
  }

  private Scale checked(Optional<YamlSource> source, Path folder, Problems problems)
      throws IOException, InvalidInputException {
    source.ifPresent(s -> schema.check(s, problems));
    source.ifPresent(s -> check(s, problems));
    source.ifPresent(s -> checkPublished(s, folder, problems));
    Optional<Map<String, Scale.MethodRecipe>> tuned =
        source.isEmpty() ? Optional.empty() : tuned(source.get().root(), folder, problems);
    List<Speed> measured =
        source.isEmpty() ? List.of() : measured(source.get().root(), folder, problems);
    problems.throwIfAny();
    return scale(source.orElseThrow().root(), folder, tuned, measured);
  }

  private void check(YamlSource source, Problems problems) {
    SettingsCheck settings = new SettingsCheck(source, problems);
    SettingSet recipe = vocabulary.recipe().all();
    settings.check(JsonPointer.compile("/recipe"), "recipe", recipe);
    JsonPointer models = JsonPointer.compile("/models");
    Nodes.scalars(source.root().at(models))
        .forEach(
            (role, model) -> {
              if (!vocabulary.models().names().contains(model.toString())) {
                problems.add(
                    Problem.unknown(
                        source.at(models.appendProperty(role)),
                        "model",
                        model.toString(),
                        vocabulary.models().names()));
              }
            });
    checkMethods(source, problems);
    settings.check(JsonPointer.compile("/base/recipe"), "recipe", recipe);
    checkTasks(source, settings, problems);
  }

  private void checkMethods(YamlSource source, Problems problems) {
    SettingsCheck settings = new SettingsCheck(source, problems);
    SettingSet recipe = vocabulary.recipe().all();
    JsonPointer methods = JsonPointer.compile("/methods");
    for (Map.Entry<String, JsonNode> method : source.root().at(methods).properties()) {
      JsonPointer at = methods.appendProperty(method.getKey());
      Optional<MethodInfo> known = vocabulary.methods().find(method.getKey());
      if (known.isEmpty()) {
        problems.add(
            Problem.unknown(
                source.keyAt(at), "method", method.getKey(), vocabulary.methods().names()));
      }
      settings.check(at.appendProperty("recipe"), "recipe", recipe);
      known.ifPresent(
          info -> settings.check(at.appendProperty("settings"), info.name(), info.settings()));
      JsonPointer variants = at.appendProperty("variants");
      for (int i = 0; i < method.getValue().path("variants").size(); i++) {
        JsonPointer variant = variants.appendIndex(i);
        known.ifPresent(
            info ->
                settings.check(variant.appendProperty("settings"), info.name(), info.settings()));
        settings.check(variant.appendProperty("recipe"), "recipe", recipe);
      }
    }
  }

  private static void checkPublished(YamlSource source, Path folder, Problems problems) {
    published(source.root(), folder)
        .filter(file -> !Files.isRegularFile(file))
        .ifPresent(
            file ->
                problems.add(
                    Problem.of(
                        source.at(JsonPointer.compile("/published")),
                        "published: no such file: " + file)));
  }

  private static Optional<Path> published(JsonNode root, Path folder) {
    return named(root, "published", folder);
  }

  /** A file, named from the folder of the scale. */
  private static Optional<Path> named(JsonNode root, String key, Path folder) {
    return Optional.of(root.path(key))
        .filter(JsonNode::isTextual)
        .map(name -> folder.resolve(name.asText()).normalize());
  }

  private void checkTasks(YamlSource source, SettingsCheck settings, Problems problems) {
    TaskNames plain = new TaskNames(Map.of(), vocabulary.datasets());
    JsonPointer tasks = JsonPointer.compile("/tasks");
    for (Map.Entry<String, JsonNode> role : source.root().at(tasks).properties()) {
      JsonPointer at = tasks.appendProperty(role.getKey());
      settings.check(at.appendProperty("recipe"), "recipe", vocabulary.recipe().all());
      Nodes.textsByIndex(role.getValue().path("data"))
          .forEach(
              (i, name) -> {
                if (plain.resolve(name).isEmpty()) {
                  Location where = source.at(at.appendProperty("data").appendIndex(i));
                  problems.add(Problem.unknown(where, "data set", name, plain.names()));
                }
              });
    }
  }

  private Scale scale(
      JsonNode root,
      Path folder,
      Optional<Map<String, Scale.MethodRecipe>> tuned,
      List<Speed> measured) {
    SettingSet recipe = vocabulary.recipe().all();
    Map<String, String> models = new LinkedHashMap<>();
    Nodes.scalars(root.path("models")).forEach((role, name) -> models.put(role, name.toString()));
    Map<String, Scale.Role> roles = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> role : root.path("tasks").properties()) {
      roles.put(
          role.getKey(),
          new Scale.Role(
              Nodes.texts(role.getValue().path("data")),
              Nodes.settings(role.getValue().path("recipe"), recipe)));
    }
    return new Scale(
        root.path("name").asText(),
        root.path("title").asText(),
        meaning(root, tuned.isPresent()),
        Nodes.texts(root.path("experiments")),
        models,
        roles,
        Nodes.settings(root.path("recipe"), recipe),
        methods(root),
        tuned,
        Nodes.settings(root.path("base").path("recipe"), recipe),
        published(root, folder),
        named(root, "rates", folder),
        named(root, "calibration", folder),
        root.path("longRuns").asBoolean(),
        new Scale.Estimate(
            root.path("estimate").path("secondsPerImage").doubleValue(),
            root.path("estimate").path("secondsPerTestImage").doubleValue(),
            root.path("estimate").path("secondsPerCell").doubleValue(),
            root.path("estimate").path("epochs").doubleValue(),
            measured));
  }

  private static String meaning(JsonNode root, boolean tuned) {
    String meaning = root.path("meaning").asText();
    return root.has("rates") && !tuned ? meaning + " " + Scale.UNTUNED : meaning;
  }

  private Map<String, Scale.MethodRecipe> methods(JsonNode root) {
    SettingSet recipe = vocabulary.recipe().all();
    Map<String, Scale.MethodRecipe> methods = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> method : root.path("methods").properties()) {
      SettingSet own = vocabulary.methods().find(method.getKey()).orElseThrow().settings();
      List<Scale.Variant> variants = new ArrayList<>();
      for (JsonNode variant : method.getValue().path("variants")) {
        variants.add(
            new Scale.Variant(
                Nodes.settings(variant.path("settings"), own),
                Nodes.settings(variant.path("recipe"), recipe)));
      }
      methods.put(
          method.getKey(),
          new Scale.MethodRecipe(
              Nodes.settings(method.getValue().path("settings"), own),
              Nodes.settings(method.getValue().path("recipe"), recipe),
              variants));
    }
    return methods;
  }

  /**
   * The file of tuned rates that a scale names, which need not be there yet.
   *
   * @throws IOException if it is there and cannot be read
   */
  private Optional<Map<String, Scale.MethodRecipe>> tuned(
      JsonNode root, Path folder, Problems problems) throws IOException {
    Optional<YamlSource> source = written(root, "rates", rates, folder, problems);
    source.ifPresent(s -> checkMethods(s, problems));
    return problems.isEmpty() ? source.map(s -> methods(s.root())) : Optional.empty();
  }

  /**
   * The file of measured speeds that a scale names, which need not be there yet. Speeds of methods
   * and settings that are no more are of no use, and do no harm.
   *
   * @throws IOException if it is there and cannot be read
   */
  private List<Speed> measured(JsonNode root, Path folder, Problems problems) throws IOException {
    Optional<YamlSource> source = written(root, "calibration", calibration, folder, problems);
    List<Speed> measured = new ArrayList<>();
    if (problems.isEmpty() && source.isPresent()) {
      for (JsonNode speed : source.get().root().path("measured")) {
        String method = speed.path("method").asText();
        measured.add(
            new Speed(
                speed.path("model").asText(),
                method,
                vocabulary
                    .methods()
                    .find(method)
                    .map(info -> Nodes.settings(speed.path("settings"), info.settings()))
                    .orElse(Map.of()),
                speed.path("secondsPerImage").doubleValue(),
                speed.path("secondsPerTestImage").doubleValue()));
      }
    }
    return measured;
  }

  /** A file that a command of this program writes, if a scale names one and it is there. */
  private static Optional<YamlSource> written(
      JsonNode root, String key, SchemaCheck schema, Path folder, Problems problems)
      throws IOException {
    Optional<Path> file = named(root, key, folder).filter(Files::exists);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    if (Files.isDirectory(file.get())) {
      problems.add(
          Problem.of(
              Location.argument(key + ": " + file.get()), "a folder", "a file, or none yet"));
      return Optional.empty();
    }
    Optional<YamlSource> source = YamlSource.read(file.get(), problems);
    source.ifPresent(s -> schema.check(s, problems));
    return source;
  }
}
