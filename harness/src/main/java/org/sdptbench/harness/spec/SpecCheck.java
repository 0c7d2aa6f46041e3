package org.sdptbench.harness.spec;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Checks the names and ranges of one spec. Parts whose structure is wrong are skipped: {@link
 * SchemaCheck} reports those, and both lists are shown together.
 */
final class SpecCheck {
  private final YamlSource source;
  private final JsonNode root;
  private final Problems problems;
  private final Vocabulary vocabulary;
  private final Scale scale;
  private final TaskNames tasks;
  private final String model;
  private final SettingsCheck settings;
  private final BaseCheck bases;

  /** Methods that do not fit the model whatever their settings. */
  private final Set<String> unfit = new HashSet<>();

  SpecCheck(YamlSource source, Vocabulary vocabulary, Scale scale, Problems problems) {
    this.source = source;
    this.root = source.root();
    this.problems = problems;
    this.vocabulary = vocabulary;
    this.scale = scale;
    this.tasks = new TaskNames(scale.tasks(), vocabulary.datasets());
    this.model = scale.model(SpecReader.model(root));
    this.settings = new SettingsCheck(source, problems);
    this.bases = new BaseCheck(source, vocabulary, tasks, settings, problems);
  }

  void check() {
    checkModel();
    Set<String> methods = new LinkedHashSet<>();
    List<String> labels = checkMethods(methods);
    List<String> called = new ArrayList<>(methods);
    called.addAll(labels);
    checkTasks(pointer("tasks"));
    checkTasks(pointer("alsoTestedOn"));
    checkSeeds(pointer("seeds"));
    settings.check(pointer("recipe"), "recipe", vocabulary.recipe().all());
    new MatrixCheck(source, new SpecAxes(vocabulary, tasks, methods, called), problems).check();
    JsonPointer quick = pointer("quick");
    checkTasks(quick.appendProperty("tasks"));
    checkSeeds(quick.appendProperty("seeds"));
    checkQuickMethods(quick.appendProperty("methods"), called);
    settings.check(quick.appendProperty("recipe"), "recipe", vocabulary.recipe().all());
  }

  private static JsonPointer pointer(String key) {
    return JsonPointer.empty().appendProperty(key);
  }

  private void checkModel() {
    JsonNode model = root.path("model");
    Set<String> allowed = new LinkedHashSet<>(scale.models().keySet());
    allowed.addAll(vocabulary.models().names());
    if (model.isTextual() && !allowed.contains(model.textValue())) {
      problems.add(
          Problem.unknown(source.at(pointer("model")), "model", model.textValue(), allowed));
    }
  }

  /** Checks the methods; fills in their names and returns their labels. */
  private List<String> checkMethods(Set<String> names) {
    List<String> labels = new ArrayList<>();
    Map<String, Location> seen = new HashMap<>();
    JsonNode list = root.path("methods");
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      JsonPointer at = pointer("methods").appendIndex(i);
      JsonNode item = list.get(i);
      JsonNode nameNode = item.isTextual() ? item : item.path("method");
      if (!nameNode.isTextual()) {
        continue;
      }
      String name = nameNode.textValue();
      Location where = source.at(item.isTextual() ? at : at.appendProperty("method"));
      Optional<MethodInfo> method = vocabulary.methods().find(name);
      if (method.isEmpty()) {
        problems.add(Problem.unknown(where, "method", name, vocabulary.methods().names()));
        continue;
      }
      names.add(name);
      String label = SpecReader.label(item, method.get(), vocabulary.methods());
      labels.add(label);
      Location first = seen.putIfAbsent(label, where);
      if (first != null) {
        problems.add(
            Problem.of(
                where,
                "label '%s' again; line %s has it already: give one of them another label"
                    .formatted(label, first.line())));
      }
      settings.check(at.appendProperty("settings"), name, method.get().settings());
      checkFit(at.appendProperty("settings"), method.get());
      settings.check(at.appendProperty("recipe"), "recipe", vocabulary.recipe().all());
      bases.check(at, method.get());
      vocabulary
          .methods()
          .find(item.path("base").path("method").asText())
          .ifPresent(base -> checkFit(at.appendProperty("base").appendProperty("settings"), base));
    }
    return labels;
  }

  /**
   * Asks a method about the settings of its entry, if they are in their ranges and no axis of the
   * matrix changes them: the planner asks about each point.
   */
  private void checkFit(JsonPointer at, MethodInfo method) {
    Map<String, Object> together = new LinkedHashMap<>();
    for (Map.Entry<String, Object> given : Nodes.scalars(root.at(at)).entrySet()) {
      Optional<Object> value =
          method.settings().find(given.getKey()).flatMap(s -> s.parse(given.getValue()));
      if (value.isEmpty()) {
        return;
      }
      together.put(given.getKey(), value.get());
    }
    if (!together.isEmpty() && !hasAxis(method)) {
      addMisfits(at, method, together);
    }
  }

  /** Each at the setting that is to blame alone, or at the whole map if it is the combination. */
  private void addMisfits(JsonPointer at, MethodInfo method, Map<String, Object> together) {
    Optional<String> reason = method.fit().problem(model, together);
    if (reason.isEmpty()) {
      return;
    }
    if (reason.equals(method.fit().problem(model, Map.of()))) {
      if (unfit.add(method.name())) { // no setting is to blame, so no entry needs to hear it again
        problems.add(Problem.of(source.at(at), "%s: %s".formatted(method.name(), reason.get())));
      }
      return;
    }
    Optional<String> culprit =
        together.entrySet().stream()
            .filter(e -> reason.equals(method.fit().problem(model, Map.ofEntries(e))))
            .map(Map.Entry::getKey)
            .findFirst();
    problems.add(
        Problem.of(
            source.at(culprit.map(at::appendProperty).orElse(at)),
            "%s: %s".formatted(method.name(), reason.get())));
    culprit.ifPresent(
        name -> {
          together.remove(name);
          addMisfits(at, method, together);
        });
  }

  private boolean hasAxis(MethodInfo method) {
    JsonNode matrix = root.path("matrix");
    return Stream.concat(
            Stream.of(matrix.path("product")),
            StreamSupport.stream(matrix.path("zip").spliterator(), false))
        .flatMap(axes -> axes.properties().stream())
        .flatMap(axis -> AxisKey.parse(axis.getKey()).stream())
        .anyMatch(key -> key instanceof AxisKey.OfSetting of && of.owner().equals(method.name()));
  }

  private void checkTasks(JsonPointer at) {
    Set<String> seen = new TreeSet<>();
    Nodes.textsByIndex(root.at(at))
        .forEach(
            (i, name) -> {
              Location where = source.at(at.appendIndex(i));
              if (tasks.resolve(name).isEmpty()) {
                String kind = "task of scale " + scale.name();
                problems.add(Problem.unknown(where, kind, name, tasks.names()));
              } else if (!seen.add(name)) {
                problems.add(Problem.of(where, "task '%s' again".formatted(name)));
              }
            });
  }

  private void checkQuickMethods(JsonPointer at, List<String> called) {
    Nodes.textsByIndex(root.at(at))
        .forEach(
            (i, name) -> {
              if (!called.contains(name)) {
                problems.add(Problem.unknown(source.at(at.appendIndex(i)), "method", name, called));
              }
            });
  }

  private void checkSeeds(JsonPointer at) {
    JsonNode seeds = root.at(at);
    String text = SpecReader.seedText(seeds);
    if (!text.isEmpty() && Seeds.parse(text).isEmpty()) {
      problems.add(Problem.of(source.at(at), "seeds: found '%s'".formatted(text), Seeds.ALLOWED));
    }
  }
}
