package org.sdptbench.harness.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sdptbench.glip.peft.Setting;

/** Knows which axes a spec may have and which values they take. */
final class SpecAxes {
  private static final List<String> COMMON = List.of("method", "task", "shots", "seed");
  private static final Setting SHOTS = new Setting.Whole("shots", 0, 0, 1000, "images per class");
  private static final Setting SEED = new Setting.Whole("seed", 0, 0, 999_999_999, "seed");

  private final Vocabulary vocabulary;
  private final TaskNames tasks;
  private final Set<String> methods;
  private final List<String> called;

  /**
   * Axes of a spec.
   *
   * @param methods registered names of its methods
   * @param called names and labels by which they may be called
   */
  SpecAxes(Vocabulary vocabulary, TaskNames tasks, Set<String> methods, Collection<String> called) {
    this.vocabulary = vocabulary;
    this.tasks = tasks;
    this.methods = methods;
    this.called = called.stream().distinct().toList();
  }

  /** What is wrong with the name of an axis. */
  Optional<Problem> checkKey(Location where, String key) {
    if (COMMON.contains(key) || setting(key).isPresent()) {
      String method = key.contains(".") ? key.substring(0, key.indexOf('.')) : "recipe";
      return method.equals("recipe") || methods.contains(method)
          ? Optional.empty()
          : Optional.of(
              Problem.of(
                  where,
                  "axis '%s': no such method here".formatted(key),
                  String.join(", ", methods)));
    }
    return Optional.of(Problem.unknown(where, "axis", key, keys()));
  }

  /** The canonical form of a value on an axis whose name is right; empty if it is not allowed. */
  Optional<Object> parse(String key, Object value) {
    return switch (key) {
      case "method" -> Optional.<Object>of(value.toString()).filter(called::contains);
      case "task" ->
          Optional.<Object>of(value.toString()).filter(t -> !tasks.resolve(t.toString()).isEmpty());
      case "shots" -> SHOTS.parse(value);
      case "seed" -> SEED.parse(value);
      default -> setting(key).flatMap(s -> s.parse(value));
    };
  }

  /** What is wrong with a value on an axis whose name is right. */
  Optional<Problem> check(Location where, String key, Object value) {
    return parse(key, value).isPresent() ? Optional.empty() : Optional.of(wrong(where, key, value));
  }

  private Problem wrong(Location where, String key, Object value) {
    return switch (key) {
      case "method" -> Problem.unknown(where, "method", value.toString(), called);
      case "task" -> Problem.unknown(where, "task", value.toString(), tasks.names());
      case "shots" -> Problem.disallowed(where, key, value, SHOTS);
      case "seed" -> Problem.disallowed(where, key, value, SEED);
      default -> Problem.disallowed(where, key, value, setting(key).orElseThrow());
    };
  }

  private Optional<Setting> setting(String key) {
    int dot = key.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String owner = key.substring(0, dot);
    String name = key.substring(dot + 1);
    return owner.equals("recipe")
        ? vocabulary.recipe().all().find(name)
        : vocabulary.methods().find(owner).flatMap(m -> m.settings().find(name));
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>(COMMON);
    for (MethodInfo method : vocabulary.methods().methods()) {
      if (methods.contains(method.name())) {
        method.settings().names().forEach(s -> keys.add(method.name() + "." + s));
      }
    }
    vocabulary.recipe().all().names().forEach(s -> keys.add(Axis.RECIPE + s));
    return keys;
  }
}
