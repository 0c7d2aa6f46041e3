package org.sdptbench.harness.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.MethodCatalog;
import org.sdptbench.harness.spec.MethodInfo;
import org.sdptbench.harness.spec.PlainScalar;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import picocli.CommandLine.Option;

/** Options that name methods and settings without a spec. */
final class MethodVariants {
  @Option(
      names = {"--methods", "--method"},
      paramLabel = "NAME",
      split = ",",
      description = "Only these methods (default: all that fit the model).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a setting, e.g. sdpt.k=20, or sdpt.k=10,200 for a line each.")
  private List<String> settings = new ArrayList<>();

  /**
   * A method with settings.
   *
   * @param chosen what differs from the standard on purpose, in canonical form
   */
  record Variant(MethodInfo method, SortedMap<String, Object> chosen) {
    /** {@code sdpt}, or {@code sdpt k=20}. */
    String label() {
      return method.name()
          + chosen.entrySet().stream()
              .map(e -> " %s=%s".formatted(e.getKey(), e.getValue()))
              .collect(Collectors.joining());
    }
  }

  /**
   * What the options ask for: every method asked for, or all that fit the model, by name; settings
   * with several values in all their combinations.
   *
   * @param model name of the model that they run on
   * @throws InvalidInputException with all mistakes
   */
  List<Variant> resolve(MethodCatalog catalog, String model) throws InvalidInputException {
    Problems problems = new Problems();
    List<String> known = catalog.names();
    names.stream()
        .filter(name -> !known.contains(name))
        .forEach(
            name ->
                problems.add(
                    Problem.unknown(Location.argument("--methods"), "method", name, known)));
    List<MethodInfo> methods =
        catalog.methods().stream()
            .filter(method -> names.isEmpty() || names.contains(method.name()))
            .toList();
    problems.throwIfAny();
    Map<String, List<Object>> axes = new LinkedHashMap<>();
    settings.forEach(text -> parse(text, methods, axes, problems));
    problems.throwIfAny();
    List<Variant> variants = new ArrayList<>();
    for (MethodInfo method : methods) {
      for (Variant variant : combinations(method, axes)) {
        method
            .fit()
            .problem(model, variant.chosen())
            .ifPresentOrElse(
                reason -> {
                  if (!names.isEmpty() || !variant.chosen().isEmpty()) { // it was asked for
                    problems.add(
                        Problem.of(
                            Location.argument("--model " + model),
                            "%s: %s".formatted(variant.label(), reason)));
                  }
                },
                () -> variants.add(variant));
      }
    }
    problems.throwIfAny();
    return variants;
  }

  private void parse(
      String text, List<MethodInfo> methods, Map<String, List<Object>> axes, Problems problems) {
    Location where = Location.argument("--set " + text);
    int equals = text.indexOf('=');
    if (equals < 1) {
      problems.add(Problem.of(where, "not of the form KEY=VALUE"));
      return;
    }
    String key = text.substring(0, equals).strip();
    Map<String, Setting> offered = new LinkedHashMap<>();
    methods.forEach(
        method ->
            method.settings().all().forEach(s -> offered.put(method.name() + "." + s.name(), s)));
    // With one method there is no doubt whose setting it is.
    String full =
        methods.size() == 1 && !key.contains(".") ? methods.get(0).name() + "." + key : key;
    Setting setting = offered.get(full);
    if (setting == null) {
      problems.add(Problem.unknown(where, "setting", full, offered.keySet()));
      return;
    }
    List<Object> values = new ArrayList<>();
    for (String value : text.substring(equals + 1).split(",", -1)) {
      Optional<String> ambiguity = PlainScalar.ambiguity(value.strip());
      if (ambiguity.isPresent()) {
        problems.add(Problem.of(where, ambiguity.get(), PlainScalar.ALLOWED));
        continue;
      }
      Optional<Object> parsed = setting.parse(value.strip());
      parsed.ifPresentOrElse(
          values::add, () -> problems.add(Problem.disallowed(where, full, value.strip(), setting)));
    }
    if (axes.put(full, values) != null) {
      problems.add(Problem.of(where, "'%s' is set twice".formatted(full)));
    }
  }

  private static List<Variant> combinations(MethodInfo method, Map<String, List<Object>> axes) {
    List<Variant> variants = List.of(new Variant(method, new TreeMap<>()));
    String prefix = method.name() + ".";
    for (Map.Entry<String, List<Object>> axis : axes.entrySet()) {
      if (!axis.getKey().startsWith(prefix)) {
        continue;
      }
      String setting = axis.getKey().substring(prefix.length());
      List<Variant> next = new ArrayList<>();
      for (Variant variant : variants) {
        for (Object value : axis.getValue()) {
          SortedMap<String, Object> chosen = new TreeMap<>(variant.chosen());
          chosen.put(setting, value);
          next.add(new Variant(method, chosen));
        }
      }
      variants = next;
    }
    return variants;
  }
}
